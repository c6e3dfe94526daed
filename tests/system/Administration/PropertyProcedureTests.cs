using Mihari.Tests.System.Browser;

namespace Mihari.Tests.System.Administration;

/// <summary>The procedures of manual 1.3 and 1.4, from the first click to 「成功」.</summary>
[Trait("Category", "Slow")]
public sealed class PropertyProcedureTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Building = "サンライズ用賀マンション";
    private const string Other = "グリーンコート二子玉川";
    private const string Room = "エントランス";
    private const string Camera = "エントランス正面";

    [Theory]
    [InlineData("ja-JP")]
    [InlineData("en-US")]
    public async Task BuildingsRoomsAndDevices_AreRenamedDeletedAndAddedAnew(string language)
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server, language);
        var w = new Words(language);
        var desk = new Desk(portal, w);
        var (email, password) = await server.SignIn();
        await desk.SignIn(email, password);

        await Rename(desk);
        await DeleteAndAddDevice(desk);
        await DeleteAndAddRoom(desk);
        await Move(desk);
        await DeleteAndAddBuilding(desk);

        portal.StayedAtHome();
        portal.HadNothingToComplainOf();
    }

    private static async Task Rename(Desk desk)
    {
        var w = desk.Words;
        await desk.Open(w.ManageBuildings);
        await desk.Follow(w.ChangeOf(Building));
        await desk.Crumbs(w.ManageBuildings, w.Of("建物名変更", "Rename building"));
        await desk.Fill(w.After, "イッツコム用賀マンション");
        await desk.Click(w.Change);
        await desk.Crumbs(w.ManageBuildings, w.Of("建物名変更", "Rename building"), w.Of("建物名確認", "Confirm building name"));
        await desk.Sees(w.Of("本当に変更しますか?", "Really change it?"));
        await desk.Click(w.Confirm);
        await desk.Succeeded(w.Of("建物名変更が正常に実行されました。", "The building was renamed."));
        await desk.Sees("イッツコム用賀マンション");

        await desk.Open(w.ManageRooms);
        await desk.Select(w.Of("建物名", "Building"), "イッツコム用賀マンション");
        await desk.Follow(w.ChangeOf(Room));
        await desk.Fill(w.After, "メインエントランス");
        await desk.Click(w.Change);
        await desk.Crumbs(w.ManageRooms, w.Of("部屋名変更", "Rename room"), w.Of("部屋名確認", "Confirm room name"));
        await desk.Click(w.Confirm);
        await desk.Succeeded(w.Of("部屋名変更が正常に実行されました。", "The room was renamed."));

        await desk.Open(w.ManageDevices);
        await desk.Select(w.Of("建物名", "Building"), "イッツコム用賀マンション");
        await desk.Select(w.Of("部屋名", "Room"), "メインエントランス");
        await desk.Follow(w.ChangeOf(Camera));
        await desk.Fill(w.After, "駐車場カメラ2");
        await desk.Click(w.Change);
        await desk.Crumbs(w.ManageDevices, w.Of("デバイス名変更", "Rename device"), w.Of("デバイス名確認", "Confirm device name"));
        await desk.Click(w.Confirm);
        await desk.Succeeded(w.Of("デバイス名変更が正常に実行されました。", "The device was renamed."));
        await desk.Sees("駐車場カメラ2");
    }

    private static async Task DeleteAndAddDevice(Desk desk)
    {
        var w = desk.Words;
        await desk.Open(w.ManageDevices);
        await desk.Select(w.Of("建物名", "Building"), "イッツコム用賀マンション");
        await desk.Select(w.Of("部屋名", "Room"), "メインエントランス");
        await desk.Follow(w.DeleteOf("駐車場カメラ2"));
        await desk.Sees(w.Of("本当に削除しますか?", "Really delete it?"));
        await desk.Click(w.Confirm);
        await desk.Succeeded(w.Of("デバイス削除が正常に実行されました。", "The device was deleted."));

        await desk.Open(w.AddDevices);
        await desk.Choose("イッツコム用賀マンション");
        await desk.Click(w.Next);
        await desk.Choose("メインエントランス");
        await desk.Click(w.Next);
        await desk.Crumbs(w.AddDevices, w.Of("建物選択", "Choose building"), w.Of("部屋選択", "Choose room"), w.Of("デバイス選択", "Choose devices"));
        await desk.Page.Locator("[data-device] > label.tick input").CheckAsync();
        Assert.True(await desk.Page.Locator("[data-sensor] input[type=checkbox]").IsCheckedAsync());
        await desk.Sees(w.Of("センサーは共用部カメラの内蔵モーションセンサーです。", "motion sensor built into the camera"));
        await desk.Fill(w.Of("デバイス名", "Device name"), "ab");
        await desk.Click(w.Next);
        await desk.Sees(w.Of("デバイス名は3～64文字ではないとデバイス追加ができません。", "A device can only be added with a name of 3 to 64 characters."));
        await desk.Fill(w.Of("デバイス名", "Device name"), "エントランスカメラ");
        await desk.Click(w.Next);
        await desk.Sees(w.Of("下記のデバイスを追加しますか？", "Add these devices?"));
        await desk.Click(w.Back);
        await desk.Keeps(w.Of("デバイス名", "Device name"), "エントランスカメラ");
        await desk.Click(w.Next);
        await desk.Click(w.Add);
        await desk.Succeeded(w.Of("デバイス追加が正常に実行されました。", "The devices were added."));
        await desk.Sees("エントランスカメラ");
    }

    private static async Task DeleteAndAddRoom(Desk desk)
    {
        var w = desk.Words;
        await desk.Open(w.ManageRooms);
        await desk.Select(w.Of("建物名", "Building"), "イッツコム用賀マンション");
        await desk.Follow(w.DeleteOf("メインエントランス"));
        await desk.Click(w.Confirm);
        await desk.Succeeded(w.Of("部屋削除が正常に実行されました。", "The room was deleted."));

        await Contract(desk, "DEMO-0001", "02-aa-00-00-00-01");
        await desk.Page.Locator("main label.option", new() { HasText = w.Of("既存の建物を選択", "Choose an existing building") }).ClickAsync();
        await desk.Choose("イッツコム用賀マンション");
        await desk.Click(w.Next);
        await NameAndAdd(desk, "ごみ集積場");
    }

    private static async Task Move(Desk desk)
    {
        var w = desk.Words;
        await desk.Open(w.ManageRooms);
        await desk.Select(w.Of("建物名", "Building"), "イッツコム用賀マンション");
        await desk.Follow(w.Of("ごみ集積場 を移行", "Move ごみ集積場"));
        await desk.Choose(Other);
        await desk.Click(w.Next);
        await desk.Sees(w.Of("本当に移行しますか?", "Really move it?"));
        await desk.Click(w.Confirm);
        await desk.Succeeded(w.Of("移行が正常に実行されました。", "The room was moved."));
        await desk.Open(w.ManageRooms);
        await desk.Select(w.Of("建物名", "Building"), Other);
        await desk.Page.Locator("main tr[data-room]").Nth(2).WaitForAsync();
    }

    private static async Task DeleteAndAddBuilding(Desk desk)
    {
        var w = desk.Words;
        await desk.Open(w.ManageBuildings);
        await desk.Follow(w.DeleteOf("イッツコム用賀マンション"));
        await desk.Sees(w.Of("この建物に紐付いているすべての予約も削除されます。", "All reservations that belong to this building are deleted with it."));
        await desk.Click(w.Confirm);
        await desk.Succeeded(w.Of("建物削除が正常に実行されました。", "The building was deleted."));

        await Contract(desk, "DEMO-0002", "02aa.0000.0002");
        await desk.Fill(w.Of("建物名", "Building"), "新しいマンション");
        await desk.Click(w.Next);
        await NameAndAdd(desk, "駐輪場");
        await desk.Sees("新しいマンション");
    }

    /// <summary>The first step of 建物・部屋追加; a wrong address first, which is told and leaves what was typed.</summary>
    private static async Task Contract(Desk desk, string contract, string mac)
    {
        var w = desk.Words;
        await desk.Open(w.AddRooms);
        await desk.Fill(w.Of("契約番号", "Contract number"), contract);
        await desk.Fill(w.Of("MACアドレス", "MAC address"), "02AA000000FF");
        await desk.Click(w.Next);
        await desk.Sees(w.Of("契約番号とMACアドレスの組み合わせが見つかりません。", "No contract with this number and MAC address was found."));
        Assert.Equal(contract, await desk.Page.GetByLabel(w.Of("契約番号", "Contract number"), new() { Exact = true }).InputValueAsync());
        await desk.Fill(w.Of("MACアドレス", "MAC address"), mac);
        await desk.Click(w.Next);
        await desk.Sees(w.Of("新規の建物を作成", "Create a new building"));
    }

    private static async Task NameAndAdd(Desk desk, string room)
    {
        var w = desk.Words;
        await desk.Fill(w.Of("部屋名", "Room"), room);
        await desk.Click(w.Next);
        await desk.Sees(w.Of("下記の部屋を追加しますか？", "Add this room?"));
        await desk.Click(w.Back);
        await desk.Keeps(w.Of("部屋名", "Room"), room);
        await desk.Click(w.Next);
        await desk.Click(w.Add);
        await desk.Succeeded(w.Of("建物・部屋の追加が正常に実行されました。", "The building and room were added."));
    }
}
