using Microsoft.Playwright;
using Mihari.Tests.System.Administration;
using Mihari.Tests.System.Browser;
using Mihari.Tests.System.Devices;
using Mihari.Tests.System.Live;

namespace Mihari.Tests.System.Capture;

/// <summary>The procedures of manual 4, from the first click to what a camera is told to record, and by whose rule.</summary>
[Trait("Category", "Slow")]
public sealed class RuleProcedureTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Building = "サンライズ用賀マンション";
    private const string OtherBuilding = "グリーンコート二子玉川";
    private const string Camera = "駐輪場入口";
    private const string Trigger = "エントランス正面";
    private const string Sensor = "動き検知";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>By the cameras' clocks, however soon one follows the other: so much that each has a clip of its own.</summary>
    private static readonly TimeSpan BetweenMotions = TimeSpan.FromSeconds(10);

    private static readonly (string Key, string Value)[] ShortClips = [("Capture__PreRoll", "00:00:00"), ("Capture__PostRoll", "00:00:05")];

    private DateTimeOffset? _last;

    [Theory]
    [InlineData("ja-JP")]
    [InlineData("en-US")]
    public async Task Rules_FromOtherRooms_MakeTheCameraRecord_UntilTheyAreDeletedTogether(string language)
    {
        await using var server = await MihariServer.Start(ShortClips);
        await using var portal = await browser.Open(server, language);
        var devices = await server.Devices();
        await using var entrance = new VirtualCamera(devices[0].Device, devices[0].Key, server.GatewayPort);
        await using var bicycles = new VirtualCamera(devices[1].Device, devices[1].Key, server.GatewayPort);
        await using var refuse = new VirtualCamera(devices[2].Device, devices[2].Key, server.GatewayPort);
        foreach (var camera in (VirtualCamera[])[entrance, bicycles, refuse])
            await camera.Connect();

        var desk = new Desk(portal, new Words(language));
        var (email, password) = await server.SignIn();
        await desk.SignIn(email, password);

        await Set(desk, null, "エントランス");
        await Set(desk, OtherBuilding, "ごみ集積場");
        await IsListed(desk, bicycles);

        var motion = await Fire(entrance);
        await Recorded(entrance, motion);
        var recorded = await Recorded(bicycles, motion);
        Assert.True(await entrance.Fire(motion)); // Again, as a device does whose acknowledgement got lost.
        await Recorded(bicycles, await Fire(refuse));
        Assert.Equal(2, bicycles.Asked.Count);
        await SaysWhy(desk, bicycles, recorded);

        await Delete(desk, bicycles);
        foreach (var other in (VirtualCamera[])[entrance, refuse])
            await Recorded(other, await Fire(other));

        // Its own room's sensor asks it still; what the others' had asked would have come before.
        var own = await Fire(bicycles);
        await Recorded(bicycles, own);
        Assert.Equal(3, bicycles.Asked.Count);
        await NothingToDelete(desk);
        using var client = await PortalClient.SignIn(server);
        Assert.Equal(3, (await client.Clips(bicycles.Device, motion.At.AddHours(-1), own.At.AddHours(1))).Count);
        portal.StayedAtHome();
        portal.HadNothingToComplainOf();
    }

    private static async Task Set(Desk desk, string? building, string room)
    {
        var w = desk.Words;
        await desk.Open(w.CaptureRules);
        await desk.Sees(w.Of("ビデオを撮影するカメラを選択してください。", "Choose the camera that records."));
        await ChooseCamera(desk);
        await desk.Crumbs(w.CaptureRules, w.Of("カメラ選択", "Camera"), w.Of("部屋選択", "Room"));
        await desk.Sees(w.Of("カメラと同じ部屋のデバイスは自動的に撮影対象となります。", "Those of its own room do so without a rule."));
        Assert.Equal(["エントランス"], await desk.Page.Locator("main label.choice").AllInnerTextsAsync()); // Its own room is no choice.
        if (building is not null)
            await desk.Select(w.Of("撮影対象の建物", "Building of the sensors"), building);

        await desk.Choose(room);
        await desk.Click(w.Next);
        await desk.Page.Locator("label[data-sensor]", new() { HasText = Sensor }).ClickAsync();
        await desk.Click(w.Next);
        await desk.Sees(w.Of("下記の撮影条件を設定しますか？", "Set this capture rule?"));
        await desk.Click(w.Back);
        Assert.True(await desk.Page.Locator("label[data-sensor] input").IsCheckedAsync());
        await desk.Click(w.Next);
        await desk.Click(w.Of("設定", "Set"));
        await Succeeded(desk, w.Of("撮影条件の設定が正常に実行されました。", "The capture rule is set."));
        await Leave(desk);
    }

    private static async Task ChooseCamera(Desk desk)
    {
        var w = desk.Words;
        await desk.Select(w.Of("建物選択", "Choose building"), Building);
        await desk.Select(w.Of("部屋選択", "Choose room"), "駐輪場");
        await desk.Choose(Camera);
        await desk.Click(w.Next);
    }

    /// <summary>At the right of the live picture, as the manual has it looked for.</summary>
    private static async Task IsListed(Desk desk, VirtualCamera camera)
    {
        var w = desk.Words;
        await Watch(desk, camera);
        await Rules(desk).Locator("li", new() { HasText = OtherBuilding }).WaitForAsync();
        await Rules(desk).GetByRole(AriaRole.Heading, new() { Name = w.Of("撮影設定（ほかの部屋のデバイス）", "Capture rules (sensors of other rooms)"), Exact = true }).WaitForAsync();
        var rows = await Rules(desk).Locator("li").AllInnerTextsAsync();
        Assert.Equal(3, rows.Count);
        Assert.Contains(Camera, rows[0], StringComparison.Ordinal);
        Assert.Contains("エントランス", rows[1], StringComparison.Ordinal);
        Assert.Contains($"{OtherBuilding} ごみ集積場", rows[2], StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Contains(Sensor, row, StringComparison.Ordinal));
    }

    /// <summary>The recording list says where the motion was, and the recording by which rule it was made.</summary>
    private static async Task SaysWhy(Desk desk, VirtualCamera camera, CaptureAsked recorded)
    {
        var w = desk.Words;
        await camera.Rest(Patience);
        await desk.Page.Locator($"dialog [data-clip='{recorded.Clip}'][data-state=stored]", new() { HasText = $"エントランス: {Sensor}" }).ClickAsync();
        var why = desk.Page.Locator("dialog .why");
        await why.GetByText(w.Of($"エントランス「{Trigger}」の「{Sensor}」が動きを検知したため撮影しました。", $"Recorded because “{Sensor}” of “{Trigger}” in エントランス saw a motion.")).WaitForAsync();
        await why.GetByText(w.Of("撮影条件: 見張 太郎が", "By the capture rule that 見張 太郎 set on")).WaitForAsync();
    }

    private static async Task Delete(Desk desk, VirtualCamera camera)
    {
        var w = desk.Words;
        await Leave(desk);
        await desk.Open(w.DeleteCaptureRules);
        await ChooseCamera(desk);
        await desk.Sees(w.Of("下記の撮影条件をすべて削除しますか？", "Delete all of these capture rules?"));
        await desk.Sees(w.Of("カメラと同じ部屋のデバイスによる自動撮影は削除できません。", "Recording on the sensors of the camera’s own room stays: it can’t be deleted."));
        Assert.Equal(2, await desk.Page.Locator("main form li").CountAsync());
        Assert.Equal(0, await desk.Page.Locator("main form input").CountAsync()); // None of them can be chosen.
        await desk.Click(w.Of("実行", "Delete"));
        await Succeeded(desk, w.Of("撮影条件の削除が正常に実行されました。", "The capture rules are deleted."));
        await Leave(desk);
        await Watch(desk, camera);
        await Rules(desk).Locator("li", new() { HasText = Camera }).WaitForAsync();
        Assert.Equal(1, await Rules(desk).Locator("li").CountAsync());
        Assert.Equal(0, await Rules(desk).Locator("h4").CountAsync());
    }

    private static async Task NothingToDelete(Desk desk)
    {
        var w = desk.Words;
        await Leave(desk);
        await desk.Open(w.DeleteCaptureRules);
        await ChooseCamera(desk);
        await desk.Sees(w.Of("このカメラには、ほかの部屋のデバイスによる撮影条件はありません。", "This camera has no capture rule from another room."));
        await desk.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = w.Back, Exact = true }).WaitForAsync();
        Assert.Equal(0, await desk.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = w.Of("実行", "Delete"), Exact = true }).CountAsync());
    }

    /// <summary>From カメラ一覧 to the live picture.</summary>
    private static async Task Watch(Desk desk, VirtualCamera camera)
    {
        await desk.Page.Locator($"li[data-camera='{camera.Device}'] a.cover").ClickAsync();
        await desk.Page.Locator("dialog.panel[open]").WaitForAsync();
    }

    /// <summary>Said in front of all else: the panel covers the page.</summary>
    private static async Task Succeeded(Desk desk, string sentence)
    {
        await desk.Succeeded(sentence);
        await desk.Page.Locator("dialog.panel[open] .banner").WaitForAsync();
    }

    /// <summary>The panel, which a page that names its camera opens by itself.</summary>
    private static async Task Leave(Desk desk)
    {
        await desk.Page.Locator("dialog.panel[open]").WaitForAsync();
        await desk.Page.Keyboard.PressAsync("Escape");
        await desk.Page.Locator("dialog.panel").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static ILocator Rules(Desk desk) => desk.Page.Locator("dialog.panel section[aria-labelledby=triggers-heading]");

    private async Task<VirtualEvent> Fire(VirtualCamera camera)
    {
        _last = _last + BetweenMotions ?? TimeProvider.System.GetUtcNow();
        var fired = new VirtualEvent(Guid.NewGuid().ToString("N"), _last.Value);
        Assert.True(await camera.Fire(fired), "the motion was not acknowledged");
        return fired;
    }

    /// <summary>It is told to record what shows the motion.</summary>
    private static Task<CaptureAsked> Recorded(VirtualCamera camera, VirtualEvent motion)
    {
        var after = motion.At.AddSeconds(1); // Its clock and the server's differ by some milliseconds.
        return camera.Asked.Find(asked => asked.From < after && after < asked.To, Patience, what: "a clip of the motion");
    }
}
