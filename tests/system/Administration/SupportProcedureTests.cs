using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Mihari.Tests.System.Browser;

namespace Mihari.Tests.System.Administration;

/// <summary>
/// A customer from the provider's first sign-in to its first camera, and what its manager sees when the provider deletes that camera:
/// the support desk and the portal in two browsers.
/// </summary>
[Trait("Category", "Slow")]
public sealed partial class SupportProcedureTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Customer = "青葉ビルマネジメント株式会社";
    private const string Manager = "jiro@aoba.example";
    private const string Building = "青葉台マンション";
    private const string Number = "SP-20001";
    private const string Device = "02FF00000001";
    private const string Chosen = "Chosen_0001";

    [Theory]
    [InlineData("ja-JP")]
    [InlineData("en-US")]
    public async Task Customer_IsRegisteredSetUpAndItsCameraDeletedAndRestored(string language)
    {
        await using var server = await MihariServer.Start();
        await using var provider = await browser.Open(server, language);
        await using var property = await browser.Open(server, language);
        var w = new Words(language);
        var (support, manager) = (new Desk(provider, w), new Desk(property, w));

        await FirstSignIn(provider, await server.SupportSignIn());
        await support.Heading(w.Of("契約者", "Customers"));
        var password = await RegisterCustomer(support);
        await RegisterDevice(support);

        await FirstSignIn(property, (Manager, password));
        await SetUp(manager);

        await support.Page.GotoAsync($"/support/contracts/{Number}");
        await provider.Interactive();
        await support.Click(w.Of("削除", "Delete") + ": " + Device);
        await Agree(support, w.Of("削除", "Delete"));
        await support.Succeeded(w.Of($"デバイス {Device} を削除しました。", $"Device {Device} is deleted."));
        var refused = manager.Page.Locator("main").GetByText(w.Of(
            "このデバイスは削除されているかアカウントが変更されているため使用できません。", "This device cannot be used because it was deleted or its account was changed."));
        await refused.First.WaitForAsync();

        await support.Click(w.Of("復元", "Restore") + ": " + Device);
        await support.Succeeded(w.Of($"デバイス {Device} を復元しました。", $"Device {Device} is restored."));
        await refused.First.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        provider.StayedAtHome();
        provider.HadNothingToComplainOf();
        property.HadNothingToComplainOf();
    }

    /// <summary>An issued password leads to nothing but another one.</summary>
    private static async Task FirstSignIn(PortalPage portal, (string Email, string Password) signIn)
    {
        var page = portal.Page;
        await page.GotoAsync("/");
        await portal.SignIn(signIn.Email, signIn.Password);
        await page.WaitForURLAsync(url => url.Contains("/account/password", StringComparison.Ordinal));
        await page.GotoAsync("/accounts");
        await page.WaitForURLAsync(url => url.Contains("/account/password", StringComparison.Ordinal));
        await page.Locator("#current").FillAsync(signIn.Password);
        await page.Locator("#password").FillAsync(Chosen);
        await page.Locator("#again").FillAsync(Chosen);
        await page.Locator("button[form=change]").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/password", StringComparison.Ordinal));
        await page.GotoAsync("/");
        await portal.Interactive();
    }

    /// <summary>Returns the administrator's password, which is shown once.</summary>
    private static async Task<string> RegisterCustomer(Desk support)
    {
        var (w, page) = (support.Words, support.Page);
        await support.Follow(w.Of("契約者を登録", "Register a customer"));
        await page.Locator("#administratorEmail").FillAsync("nobody");
        await support.Click(w.Of("登録", "Register"));
        await page.Locator("main .mh-form-field.wrong").Nth(2).WaitForAsync();
        await page.Locator("#name").FillAsync(Customer);
        await page.Locator("#administratorName").FillAsync("青葉 次郎");
        await page.Locator("#administratorEmail").FillAsync(Manager);
        await support.Click(w.Of("登録", "Register"));
        var password = await page.Locator("#once").InputValueAsync();
        Assert.Matches(Password(), password);

        await support.Follow(w.Of("契約者の画面へ", "To the customer"));
        await support.Heading(Customer);
        Assert.Equal(0, await page.Locator("#once").CountAsync());
        return password;
    }

    private static async Task RegisterDevice(Desk support)
    {
        var (w, page) = (support.Words, support.Page);
        await support.Click(w.Of("契約・デバイスを登録", "Register a contract or device"));
        await page.Locator("#contract").FillAsync("ｓｐ－２０００１");
        await page.Locator("#mac").FillAsync("02-ff-00-00-00-0");
        await support.Click(w.Of("登録", "Register"));
        await page.Locator("main .mh-form-field.wrong #mac").WaitForAsync();
        await page.Locator("#mac").FillAsync("02-ff-00-00-00-01");
        await support.Click(w.Of("登録", "Register"));
        Assert.Matches(Key(), await page.Locator("#once").InputValueAsync());
        await support.Follow(Number);
        await support.Heading(w.Of($"契約 {Number}", $"Contract {Number}"));
    }

    private static async Task SetUp(Desk manager)
    {
        var w = manager.Words;
        await manager.Open(w.AddRooms);
        await manager.Fill(w.Of("契約番号", "Contract number"), Number.ToLowerInvariant());
        await manager.Fill(w.Of("MACアドレス", "MAC address"), "０２ｆｆ．００００．０００１");
        await manager.Click(w.Next);
        await manager.Fill(w.Of("建物名", "Building"), Building);
        await manager.Click(w.Next);
        await manager.Fill(w.Of("部屋名", "Room"), "エントランス");
        await manager.Click(w.Next);
        await manager.Click(w.Add);
        await manager.Succeeded(w.Of("建物・部屋の追加が正常に実行されました。", "The building and room were added."));

        await manager.Open(w.AddDevices);
        await manager.Choose(Building);
        await manager.Click(w.Next);
        await manager.Choose("エントランス");
        await manager.Click(w.Next);
        await manager.Page.Locator("[data-device] > label.tick input").CheckAsync();
        await manager.Click(w.Next);
        await manager.Click(w.Add);
        await manager.Succeeded(w.Of("デバイス追加が正常に実行されました。", "The devices were added."));
        await manager.Follow(w.Of("部屋一覧", "Rooms"));
        await manager.Follow("エントランス");
        await manager.Heading("エントランス");
    }

    private static Task Agree(Desk desk, string button) =>
        desk.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    [GeneratedRegex("^[a-z0-9]{4}(-[a-z0-9]{4}){3}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Password();

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}
