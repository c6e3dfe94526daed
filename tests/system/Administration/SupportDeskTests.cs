using Microsoft.Playwright;
using MQTTnet;
using MQTTnet.Exceptions;
using Mihari.Tests.System.Browser;
using Mihari.Tests.System.Devices;

namespace Mihari.Tests.System.Administration;

/// <summary>The support desk and the camera that it serves: keys that are issued, renewed and refused, at the gateway and on the manager's open dashboard (manual 5 and 6).</summary>
[Trait("Category", "Slow")]
public sealed class SupportDeskTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Customer = "みはり管理株式会社";
    private const string Administrator = "見張 太郎";
    private const string Address = "taro@mihari.example";
    private const string Contract = "SP-77001";
    private const string Typed = "00-5E-00-53-77-01";
    private const string Device = "005E00537701";
    private const string Building = "グリーンハイツ";
    private const string Room = "エントランス";
    private const string Camera = "正面カメラ";
    private const string DeskPassword = "desk_chosen-1";
    private const string ManagerPassword = "taro_chosen-1";

    [Fact]
    public async Task Camera_ConnectsWithItsNewestKey_IsRefusedWhileDeleted_AndComesBackRestored()
    {
        const string language = "ja-JP";
        await using var server = await MihariServer.Start();
        await using var support = await browser.Open(server, language);
        await using var manager = await browser.Open(server, language);
        var w = new Words(language);
        var (desk, portal) = (new Desk(support, w), new Desk(manager, w));

        await FirstDay(support, desk, server);
        var password = await RegisterCustomer(desk);
        var first = await RegisterDevice(desk);
        var key = await IssueKey(desk);
        Assert.NotEqual(first, key);
        await using (var old = new VirtualCamera(Device, first, server.GatewayPort))
            await Refuses(old);

        await FirstSignIn(manager, Address, password, ManagerPassword, Administrator);
        await RegisterBuilding(portal);
        await using var camera = new VirtualCamera(Device, key, server.GatewayPort);
        await Connects(camera);
        await AddCamera(portal);

        await DeleteDevice(desk);
        await IsUnusable(portal);
        await Refuses(camera);
        await RestoreDevice(desk);
        await IsUsable(portal);
        await Connects(camera);
        await portal.Page.Locator($"li[data-camera='{Device}'][data-presence=online]").WaitForAsync();

        foreach (var page in new[] { support, manager })
        {
            page.StayedAtHome();
            page.HadNothingToComplainOf();
        }
    }

    /// <summary>The account that the server made, with the password of its file: a password of one's own before anything else.</summary>
    private static async Task FirstDay(PortalPage support, Desk desk, MihariServer server)
    {
        var (email, password) = await server.SupportSignIn();
        await FirstSignIn(support, email, password, DeskPassword, "Support");
        await desk.Heading(desk.Words.Of("契約者", "Customers"));
        await support.Interactive();
    }

    private static async Task FirstSignIn(PortalPage portal, string email, string issued, string chosen, string name)
    {
        var page = portal.Page;
        await page.GotoAsync("/");
        await portal.SignIn(email, issued);
        await page.Locator("#again").WaitForAsync();
        await page.GotoAsync("/support/customers/new");
        Assert.StartsWith("/account/password", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
        await page.GotoAsync("/account/password");
        await page.Locator("#current").FillAsync(issued);
        await page.Locator("#password").FillAsync(chosen);
        await page.Locator("#again").FillAsync(chosen);
        await page.Locator("button[form=change]").ClickAsync();
        await page.Locator("button.who", new() { HasText = name }).WaitForAsync();
        await portal.Interactive();
    }

    private static async Task<string> RegisterCustomer(Desk desk)
    {
        var w = desk.Words;
        await desk.Follow(w.Of("契約者を登録", "Register a customer"));
        await desk.Crumbs("TOP", w.Of("サポート窓口", "Support desk"), w.Of("契約者を登録", "Register a customer"));
        await desk.Fill(w.Of("契約者名", "Customer name"), Customer);
        await desk.Fill(w.Of("管理者の名前", "Administrator name"), Administrator);
        await desk.Fill(w.Of("管理者のメールアドレス", "Administrator e-mail address"), "taro");
        await desk.Click(w.Of("登録", "Register"));
        await desk.Sees(w.Of("メールアドレスの形式で入力してください。", "Enter an e-mail address."));
        Assert.Equal(Customer, await desk.Page.Locator("#name").InputValueAsync());

        await desk.Fill(w.Of("管理者のメールアドレス", "Administrator e-mail address"), Address);
        await desk.Click(w.Of("登録", "Register"));
        await desk.Sees(w.Of($"「{Customer}」を登録しました。", $"{Customer} is registered."));
        var password = await desk.Page.Locator("#once").InputValueAsync();
        await desk.Follow(w.Of("契約者の画面へ", "To the customer"));
        await desk.Heading(Customer);
        return password;
    }

    private static async Task<string> RegisterDevice(Desk desk)
    {
        var w = desk.Words;
        await desk.Click(w.Of("契約・デバイスを登録", "Register a contract or device"));
        await desk.Fill(w.Of("契約番号", "Contract number"), Contract);
        await desk.Fill(w.Of("MACアドレス (S/N)", "MAC address (S/N)"), "00-5E-00-53-77");
        await desk.Click(w.Of("登録", "Register"));
        await desk.Page.Locator("#mac-error").WaitForAsync();
        Assert.Equal(Contract, await desk.Page.Locator("#contract").InputValueAsync());

        await desk.Fill(w.Of("MACアドレス (S/N)", "MAC address (S/N)"), Typed);
        await desk.Click(w.Of("登録", "Register"));
        await desk.Sees(w.Of($"契約 {Contract} にデバイス {Device} を登録しました。", $"Device {Device} is registered under contract {Contract}."));
        var key = await desk.Page.Locator("#once").InputValueAsync();
        await desk.Click(w.Of("閉じる", "Close"));
        await desk.Page.Locator("#once").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await desk.Follow(Contract);
        await desk.Crumbs("TOP", w.Of("サポート窓口", "Support desk"), Customer, w.Of($"契約 {Contract}", $"Contract {Contract}"));
        return key;
    }

    private static async Task<string> IssueKey(Desk desk)
    {
        var w = desk.Words;
        await OfDevice(desk, w.Of("キー再発行", "Issue a key"));
        await desk.Sees(w.Of($"デバイス {Device} の新しいキーを発行しました。", $"Device {Device} has a new key."));
        return await desk.Page.Locator("#once").InputValueAsync();
    }

    /// <summary>A button of the device's row, and the yes to its question.</summary>
    private static async Task OfDevice(Desk desk, string action)
    {
        await desk.Page.Locator("main tbody").GetByRole(AriaRole.Button, new() { Name = action }).ClickAsync();
        await desk.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).ClickAsync();
        await desk.Page.GetByRole(AriaRole.Alertdialog).WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static async Task RegisterBuilding(Desk portal)
    {
        var w = portal.Words;
        await portal.Open(w.AddRooms);
        await portal.Fill(w.Of("契約番号", "Contract number"), Contract);
        await portal.Fill(w.Of("MACアドレス", "MAC address"), Typed);
        await portal.Click(w.Next);
        await portal.Fill(w.Of("建物名", "Building"), Building);
        await portal.Click(w.Next);
        await portal.Fill(w.Of("部屋名", "Room"), Room);
        await portal.Click(w.Next);
        await portal.Click(w.Add);
        await portal.Succeeded(w.Of("建物・部屋の追加が正常に実行されました。", "The building and room were added."));
    }

    private static async Task AddCamera(Desk portal)
    {
        var w = portal.Words;
        await portal.Open(w.AddDevices);
        await portal.Choose(Building);
        await portal.Click(w.Next);
        await portal.Choose(Room);
        await portal.Click(w.Next);
        await portal.Page.Locator($"[data-device='{Device}'] > label.tick input").CheckAsync();
        await portal.Fill(w.Of("デバイス名", "Device name"), Camera);
        await portal.Click(w.Next);
        await portal.Click(w.Add);
        await portal.Succeeded(w.Of("デバイス追加が正常に実行されました。", "The devices were added."));
        await portal.Page.Locator($"li[data-camera='{Device}'][data-presence=online]").WaitForAsync();
    }

    private static async Task DeleteDevice(Desk desk)
    {
        var w = desk.Words;
        await OfDevice(desk, w.Of("削除", "Delete"));
        await desk.Succeeded(w.Of($"デバイス {Device} を削除しました。", $"Device {Device} is deleted."));
        Assert.Equal(0, await desk.Page.Locator("#once").CountAsync());
    }

    private static async Task RestoreDevice(Desk desk)
    {
        var w = desk.Words;
        await desk.Page.Locator("main tbody").GetByRole(AriaRole.Button, new() { Name = w.Of("復元", "Restore") }).ClickAsync();
        await desk.Succeeded(w.Of($"デバイス {Device} を復元しました。", $"Device {Device} is restored."));
    }

    /// <summary>On the dashboard that the manager has open: the card says so, and its panel in the manual's words.</summary>
    private static async Task IsUnusable(Desk portal)
    {
        await portal.Page.Locator($"li[data-camera='{Device}'] [data-trouble=DeviceRemoved]").WaitForAsync();
        await portal.Page.Locator($"li[data-camera='{Device}'] a.cover").ClickAsync();
        await Said(portal).WaitForAsync();
    }

    private static async Task IsUsable(Desk portal)
    {
        await Said(portal).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await portal.Page.Locator($"li[data-camera='{Device}'] [data-trouble=DeviceRemoved]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static ILocator Said(Desk portal) => portal.Page.Locator("dialog.panel .troubles").GetByText(portal.Words.Of(
        "このデバイスは削除されているかアカウントが変更されているため使用できません。",
        "This device cannot be used because it was deleted or its account was changed."));

    private static Task Connects(VirtualCamera camera) => IsTold(camera, MqttClientConnectResultCode.Success);

    private static Task Refuses(VirtualCamera camera) => IsTold(camera, MqttClientConnectResultCode.NotAuthorized);

    /// <summary>
    /// At most one CONNECT a second is admitted of a device; one that comes sooner is told to come again, in MQTT 3.1.1 as where the server
    /// can't be had.
    /// </summary>
    private static async Task IsTold(VirtualCamera camera, MqttClientConnectResultCode expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (await again.WaitForNextTickAsync(patience.Token))
        {
            try
            {
                await camera.Connect();
            }
            catch (MqttClientNotConnectedException)
            {
                // Its answer tells why.
            }

            if (camera.Told == expected)
                return;
            Assert.Equal(MqttClientConnectResultCode.ServerUnavailable, camera.Told);
        }
    }
}
