using Mihari.Tests.Silo.Notifications;
using Mihari.Tests.System.Administration;
using Mihari.Tests.System.Browser;
using Mihari.Tests.System.Devices;

namespace Mihari.Tests.System.Notifications;

/// <summary>The procedures of manual 3, from the first click to the mail in a mailbox.</summary>
[Trait("Category", "Slow")]
public sealed class NotificationProcedureTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Building = "demo-yoga";

    [Theory]
    [InlineData("ja-JP")]
    [InlineData("en-US")]
    public async Task RecipientsAndTypes_AreSetForABuildingAndARoom_AndTheOwnerOfTheAddressDecides(string language)
    {
        await using var smtp = await SmtpServer.Start();
        await using var server = await MihariServer.Start(Mails.Settings(smtp, ("Presence__OfflineHoldDown", "00:00:01")));
        await using var portal = await browser.Open(server, language);
        var w = new Words(language);
        var desk = new Desk(portal, w);
        var (email, password) = await server.SignIn();
        await desk.SignIn(email, password);

        await SetRecipients(desk);
        await Confirm(server, await smtp.MailTo("kanri@example.jp"), w, language);
        await SetTypes(desk);
        await LoseACamera(server);

        var mail = await smtp.MailTo("kanri@example.jp");
        Assert.Contains(w.Of("ネットワーク切断", "Network disconnected"), mail.Subject, StringComparison.Ordinal);
        Assert.StartsWith("<", mail.HtmlBody, StringComparison.Ordinal);
        await OpenRooms(desk);
        await desk.Page.Locator("main th[scope=row] a").First.ClickAsync();
        await desk.Follow(w.Of("通知履歴", "What was told"));
        await desk.Page.Locator("[data-told-kind=troubleraised]").First.WaitForAsync();
        await desk.Sees(w.Of("1件のアドレスにメール送信済み", "mailed to 1"));
        portal.StayedAtHome();
        portal.HadNothingToComplainOf();
    }

    /// <summary>With what only the live page has: until then what was served first is there, and goes.</summary>
    private static async Task OpenRooms(Desk desk)
    {
        await desk.Page.GotoAsync($"/buildings/{Building}/rooms");
        await desk.Page.Locator("main .strip").WaitForAsync();
    }

    private static async Task SetRecipients(Desk desk)
    {
        var w = desk.Words;
        await OpenRooms(desk);
        await desk.Page.Locator("main thead").GetByRole(Microsoft.Playwright.AriaRole.Link).First.ClickAsync();
        await desk.Heading(w.Of("一括通知設定", "Mail recipients of all rooms"));
        await desk.Fill(w.Of("メールアドレス", "Mail address"), "kanri");
        await desk.Click(w.Of("設定", "Set"));
        await desk.Page.Locator("#address-1[aria-invalid=true]").WaitForAsync();
        await desk.Fill(w.Of("メールアドレス", "Mail address"), "kanri@example.jp");
        await desk.Select(w.Of("通知メールの言語", "Language of the mails"), w.Of("日本語", "English"));
        await desk.Click(w.Of("設定", "Set"));
        await desk.Succeeded(w.Of("通知先メールアドレスが設定されました。", "The mail recipients were set."));
        await desk.Sees(w.Of("確認待ち 1件", "1 not confirmed yet"));
    }

    /// <summary>In a browser of its own, signed in nowhere.</summary>
    private async Task Confirm(MihariServer server, MimeKit.MimeMessage asked, Words w, string language)
    {
        Assert.Contains(w.Of("受信確認", "May we send you notifications?"), asked.Subject, StringComparison.Ordinal);
        await using var mailbox = await browser.Open(server, language);
        await mailbox.Page.GotoAsync(asked.ConsentLink());
        await mailbox.Page.ClickAsync("button[value=yes]");
        await mailbox.Page.Locator("[data-consent=confirmed]").WaitForAsync();
    }

    private static async Task SetTypes(Desk desk)
    {
        var w = desk.Words;
        await desk.Page.Locator("main thead").GetByRole(Microsoft.Playwright.AriaRole.Link).Last.ClickAsync();
        await desk.Heading(w.Of("一括通知タイプ設定", "Notification type of all rooms"));
        Assert.True(await desk.Page.Locator("input[value=Troubles]").IsCheckedAsync());
        Assert.Equal(5, await desk.Page.Locator("input[type=radio]").CountAsync());
        await desk.Page.Locator("input[value=CapturesAndTroubles]").CheckAsync();
        await desk.Click(w.Of("設定", "Set"));
        await desk.Succeeded(w.Of("通知タイプを変更しました。", "The notification type was changed."));

        // One room differs then, and the page of all says so.
        await desk.Page.Locator("main tbody tr").First.GetByRole(Microsoft.Playwright.AriaRole.Link).Nth(2).ClickAsync();
        await desk.Page.Locator("[data-notifications=type]").WaitForAsync();
        await desk.Page.Locator("input[value=Troubles]").CheckAsync();
        await desk.Click(w.Of("設定", "Set"));
        await desk.Succeeded(w.Of("通知タイプを変更しました。", "The notification type was changed."));
        await desk.Page.Locator("main thead").GetByRole(Microsoft.Playwright.AriaRole.Link).Last.ClickAsync();
        await desk.Sees(w.Of("現在は部屋ごとに異なる通知タイプが設定されています。", "The rooms have different types at present."));
    }

    /// <summary>The first room's.</summary>
    private static async Task LoseACamera(MihariServer server)
    {
        var (device, key) = (await server.Devices())[0];
        await using var camera = new VirtualCamera(device, key, server.GatewayPort);
        await camera.Connect();
    }
}
