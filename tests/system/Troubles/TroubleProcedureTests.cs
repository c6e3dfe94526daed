using Microsoft.Playwright;
using Mihari.Tests.System.Administration;
using Mihari.Tests.System.Browser;
using Mihari.Tests.System.Devices;

namespace Mihari.Tests.System.Troubles;

/// <summary>Manual 5: what goes wrong is shown where the manual says, a look at any time asks the cameras themselves, and what is over is said to be.</summary>
[Trait("Category", "Slow")]
public sealed class TroubleProcedureTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Building = "demo-yoga";
    private const string Entrance = "エントランス";
    private const string Bicycles = "駐輪場";

    /// <summary>Keeps what an inquiry says from its first moment on, however short that is.</summary>
    private const string Listen = """
        () => {
          window.told = [];
          new MutationObserver(() => {
            const inquiry = document.querySelector('[data-inquiry]');
            const text = inquiry && `${inquiry.dataset.inquiry}: ${inquiry.innerText}`;
            if (text && window.told.at(-1) !== text) window.told.push(text);
          }).observe(document.querySelector('main'), { subtree: true, childList: true, attributes: true, characterData: true });
        }
        """;

    [Theory]
    [InlineData("ja-JP")]
    [InlineData("en-US")]
    public async Task Troubles_AreShown_AskedFor_AndSaidToBeOver(string language)
    {
        await using var server = await MihariServer.Start(("Presence__OfflineHoldDown", "00:00:01"), ("Presence__FaultHoldDown", "00:00:01"));
        await using var portal = await browser.Open(server, language);
        var devices = await server.Devices();
        await using var entrance = new VirtualCamera(devices[0].Device, devices[0].Key, server.GatewayPort);
        await using var bicycles = new VirtualCamera(devices[1].Device, devices[1].Key, server.GatewayPort);
        await entrance.Connect();
        await bicycles.Connect();
        var w = new Words(language);
        var desk = new Desk(portal, w);
        var (email, password) = await server.SignIn();
        await desk.SignIn(email, password);
        await desk.Page.ClickAsync($"a[data-building={Building}]");

        await Loses(desk, entrance);
        await bicycles.Report("missing");
        await HasNoCard(desk, bicycles);
        await bicycles.Report("error");
        await Refresh(desk, entrance, bicycles);
        await IsBack(desk, entrance);
        await IsHistory(desk);
        portal.StayedAtHome();
        portal.HadNothingToComplainOf();
    }

    /// <summary>A camera that is switched off: カメラ一覧, 部屋一覧 and デバイス一覧 say so by themselves.</summary>
    private static async Task Loses(Desk desk, VirtualCamera camera)
    {
        var (w, page) = (desk.Words, desk.Page);
        var tile = page.Locator($"li[data-camera='{camera.Device}']");
        await tile.GetByText(w.Of("オンライン", "Online"), new() { Exact = true }).First.WaitForAsync();
        await camera.Leave();
        await tile.Locator(".state").GetByText(w.Of("オフライン", "Offline"), new() { Exact = true }).WaitForAsync();
        await tile.GetByText(NotConnected(w), new() { Exact = true }).WaitForAsync();

        await desk.Follow(w.Of("部屋一覧", "Rooms"));
        var room = page.Locator("tr[data-room]", new() { HasText = Entrance });
        await room.GetByText(NotConnected(w), new() { Exact = true }).WaitForAsync();
        await room.GetByText(w.Of("カメラ: 1 センサー: 1 (開0、閉0)", "Cameras: 1, sensors: 1 (0 open, 0 closed)")).WaitForAsync();
        await desk.Follow(Entrance);
        await Row(desk, camera).GetByText(NotConnected(w), new() { Exact = true }).WaitForAsync();
        await Row(desk, camera).GetByText(w.Of("オフライン", "Offline"), new() { Exact = true }).WaitForAsync();
    }

    private static async Task HasNoCard(Desk desk, VirtualCamera camera)
    {
        var w = desk.Words;
        await desk.Follow(w.Of("部屋一覧", "Rooms"));
        await desk.Page.Locator("tr[data-room]", new() { HasText = Bicycles }).GetByText(CardError(w), new() { Exact = true }).WaitForAsync();
        await desk.Follow(Bicycles);
        await Row(desk, camera).GetByText(CardError(w), new() { Exact = true }).WaitForAsync();
        await Row(desk, camera).GetByText(w.Of("オンライン", "Online"), new() { Exact = true }).WaitForAsync();
        await IsLive(desk, camera);
    }

    /// <summary>トラブル情報更新: a card was put in, which the camera has not told, and says when it is asked; the other one can't be.</summary>
    private static async Task Refresh(Desk desk, VirtualCamera away, VirtualCamera there)
    {
        var (w, page) = (desk.Words, desk.Page);
        there.Sd = "ok";
        await page.EvaluateAsync(Listen);
        await desk.Click(w.Of("トラブル情報更新", "Refresh trouble information"));
        await desk.Sees(w.Of("2台中1台が応答しました。", "1 of 2 devices answered."));
        await page.Locator("[data-inquiry=over] li[data-answer=offline]", new() { HasText = "エントランス正面" }).GetByText(w.Of("オフライン", "Offline"), new() { Exact = true }).WaitForAsync();
        Assert.Equal(1, await page.Locator("[data-inquiry=over] li").CountAsync());
        Assert.Single(there.Pinged.All);
        Assert.Empty(away.Pinged.All);
        var told = await page.EvaluateAsync<string[]>("window.told");
        Assert.StartsWith("running: " + w.Of("デバイスに確認しています。 2台中0台の確認が終わりました。", "Asking the devices. 0 of 2 devices are done."), told[0], StringComparison.Ordinal);

        await Settled(desk, there, CardError(w));
    }

    private static async Task IsBack(Desk desk, VirtualCamera camera)
    {
        var w = desk.Words;
        await desk.Follow(w.Of("部屋一覧", "Rooms"));
        await desk.Follow(Entrance);
        await Row(desk, camera).GetByText(NotConnected(w), new() { Exact = true }).WaitForAsync();
        await IsLive(desk, camera);
        await camera.Connect();
        await Settled(desk, camera, NotConnected(w));
        await Row(desk, camera).GetByText(w.Of("オンライン", "Online"), new() { Exact = true }).WaitForAsync();
    }

    /// <summary>From デバイス一覧: both troubles, each with its end and how long it was.</summary>
    private static async Task IsHistory(Desk desk)
    {
        var (w, page) = (desk.Words, desk.Page);
        await desk.Follow(w.Of("トラブル履歴", "Trouble history"));
        await page.Locator("tr[data-trouble=NetworkDisconnected][data-active=false]", new() { HasText = NotConnected(w) }).WaitForAsync();
        Assert.Equal(1, await page.Locator("tr[data-trouble]").CountAsync()); // Of that room.
        await page.Locator("main select").SelectOptionAsync(new SelectOptionValue { Label = w.Of("すべての部屋", "All rooms") });
        await page.Locator("tr[data-trouble=SdCardError][data-active=false]", new() { HasText = CardError(w) }).WaitForAsync();
        foreach (var row in await page.Locator("tr[data-trouble]").AllAsync())
        {
            var lasted = await row.Locator("td").Last.InnerTextAsync();
            Assert.Matches(w.Of(@"^(1秒未満|(\d+分)?\d+秒)$", @"^(under a second|(\d+ min )?\d+ s)$"), lasted.Trim());
        }

        Assert.Equal(2, await page.Locator("tr[data-trouble]").CountAsync());
    }

    /// <summary>The trouble goes while one looks, and 「トラブルが解消しました。」 takes its place.</summary>
    private static async Task Settled(Desk desk, VirtualCamera camera, string trouble)
    {
        await Row(desk, camera).GetByText(desk.Words.Of("トラブルが解消しました。", "The trouble is resolved."), new() { Exact = true }).WaitForAsync();
        Assert.Equal(0, await Row(desk, camera).GetByText(trouble, new() { Exact = true }).CountAsync());
    }

    /// <summary>What ends from now on ends before the page's eyes.</summary>
    private static Task IsLive(Desk desk, VirtualCamera camera) => desk.Page.Locator($"tr[data-device='{camera.Device}'][data-live]").WaitForAsync();

    private static ILocator Row(Desk desk, VirtualCamera camera) => desk.Page.Locator($"tr[data-device='{camera.Device}']");

    private static string NotConnected(Words w) => w.Of("ネットワーク切断", "Network disconnected");

    private static string CardError(Words w) => w.Of("SDカードエラー", "SD card error");
}
