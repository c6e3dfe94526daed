using System.Globalization;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Troubles;
using Mihari.Identifiers;
using Mihari.Recordings;

namespace Mihari.Tests.Grains.Troubles;

/// <summary>A device that comes and goes, by the second: what becomes of its presence, and which trouble stands after each step.</summary>
public sealed class FlappingTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly PresenceOptions Options = new();

    /// <summary>off: it went; on: it came; dead: its gateway died; let: a gateway let it go; heard: it spoke; at: time went by. Then what stands.</summary>
    public static TheoryData<string, string> Scripts => new()
    {
        { "four changes", "off 0, on 10, off 20, on 30, at 100 -" },
        { "the fifth change", "off 0, on 10, off 20, on 30 -, off 40 Unstable@40, at 41 Unstable@40" },
        { "the fifth at the end of the window", "off 0, on 150, off 300, on 450, off 600 Unstable@600" },
        { "the fifth a moment later", "off 0, on 150, off 300, on 450, off 601 -, at 661 NetworkDisconnected@661" },
        { "no disconnection while it is unstable", "off 0, on 10, off 20, on 30, off 40, at 101 Unstable@40, at 639 Unstable@40" },
        { "away for a window", "off 0, on 10, off 20, on 30, off 40, at 640 NetworkDisconnected@640, on 700 -" },
        { "there for a window", "off 0, on 10, off 20, on 30, off 40, on 50, at 649 Unstable@40, at 650 -, at 2000 -" },
        { "another change begins the window anew", "off 0, on 10, off 20, on 30, off 40, on 639, at 640 Unstable@40, at 1238 Unstable@40, at 1239 -" },
        { "a disconnection ends as it becomes unstable", "off 0, on 70, off 140, at 200 NetworkDisconnected@200, on 210, off 280, on 345 Unstable@280" },
        { "after it, it takes five again", "off 0, on 10, off 20, on 30, off 40, on 50, at 650 -, off 700, on 701 -" },
        { "a gateway that died, and the next", "dead 0, on 5, dead 10, on 15, dead 20, on 25, dead 30, on 35, dead 40, on 45, at 50 -" },
        { "connections that were let go", "let 0, on 5, let 10, on 15, let 20, heard 25, let 30, on 35, let 40, on 41, let 50, on 51 -" },
        { "lost by us, and back", "dead 0, at 45, on 50, dead 60, at 105, on 110, dead 120, at 165, on 170, dead 180, at 225, on 230, dead 240, at 285, on 290 -" },
        { "lost by us between two of its own", "off 0, on 10, off 20, on 30, dead 40, at 85, on 90 -, off 95 Unstable@95" },
        { "lost by us is ours for ten minutes more", "dead 0, at 45, at 105 -, at 704 -, at 705 NetworkDisconnected@705, on 710 -" },
        { "lost by us while it is unstable", "off 0, on 10, off 20, on 30, off 40, on 50, dead 300, at 345, at 650 Unstable@40, at 1005 NetworkDisconnected@1005" },
        { "after it was lost by us, it is its own again", "dead 0, at 45, on 50, off 100, at 160 NetworkDisconnected@160" },
        { "gone while it was suspected, which a gateway saw", "off 0, on 10, off 20, on 30, let 40, off 45 Unstable@45" },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Troubles_OfADeviceThatComesAndGoes_AreOne(string what, string script)
    {
        var camera = Apply(PresenceRules.Connected(new CameraState(), "g", 1, T0), T0, Options);
        foreach (var step in script.Split(", ").Select(s => s.Split(' ')))
        {
            var now = T0.AddSeconds(int.Parse(step[1], CultureInfo.InvariantCulture));
            camera = Apply(After(camera, step[0], now), now, Options);
            if (step.Length > 2)
                Assert.True(Text(camera) == step[2], $"{what}, at {step[1]}: {Text(camera)}");
        }

        Assert.InRange(camera.PresenceChanges.Length, 0, Options.FlapChanges);
    }

    [Theory]
    [InlineData("off 0, on 10, off 20, on 30, off 40", 640)]
    [InlineData("off 0, on 10, off 20, on 30, off 40, on 50", 650)]
    [InlineData("off 0, on 10, off 20, on 30, off 40, on 50, dead 55", 100)]
    [InlineData("off 0, on 10, off 20", 80)]
    [InlineData("dead 0", 45)]
    [InlineData("dead 0, at 45", 705)]
    [InlineData("off 0, on 10", null)]
    [InlineData("off 0, on 10, off 20, on 30, off 40, on 50, at 650", null)]
    public void NextDue_IsWhereTimeAloneChangesSomething(string script, int? due)
    {
        var (camera, now) = (PresenceRules.Connected(new CameraState(), "g", 1, T0), T0);
        foreach (var step in script.Split(", ").Select(s => s.Split(' ')))
        {
            now = T0.AddSeconds(int.Parse(step[1], CultureInfo.InvariantCulture));
            camera = Apply(After(camera, step[0], now), now, Options);
        }

        Assert.Equal(due, (PresenceRules.NextDue(camera, now, Options) - T0)?.TotalSeconds);
    }

    /// <summary>bad, ok: what the device says of its card; lost, seen: of its picture. Then what stands.</summary>
    [Theory]
    [InlineData("bad for as long as the hold-down", "bad 0 -, at 9 -, at 10 SdCardError@10, ok 11 -, bad 20 -, at 30 SdCardError@30")]
    [InlineData("bad for less, four times", "bad 0 -, ok 9 -, bad 10 -, ok 19 -, at 100 -")]
    [InlineData("a picture that is away for as long", "lost 0 -, at 9 -, at 10 VideoLost@10, seen 11 -")]
    [InlineData("well at the fifth change", "ok 0, bad 1, ok 2, bad 3, ok 4, bad 5 SdCardError@5, ok 6 SdCardError@5, at 606 -")]
    [InlineData("the fifth change", "bad 0, ok 10, bad 20, ok 30 -, bad 40 SdCardError@40, ok 50 SdCardError@40, bad 60 SdCardError@40, ok 70, at 669 SdCardError@40, at 670 -")]
    [InlineData("bad for good", "bad 0, ok 10, bad 20, ok 30, bad 40, at 2000 SdCardError@40, ok 2010 -")]
    [InlineData("five changes in more than a window", "bad 0, ok 200, bad 400, ok 600, bad 800, ok 1000 -")]
    [InlineData("a picture", "lost 0, seen 10, lost 20, seen 30, lost 40, seen 50 VideoLost@40, at 649 VideoLost@40, at 650 -")]
    [InlineData("each for itself", "bad 0, lost 1, ok 2, seen 3, bad 4, lost 5, ok 6, seen 7 -")]
    public void Troubles_OfACardOrAPictureThatComesAndGoes_AreOne(string what, string script)
    {
        var camera = new CameraState { Sd = Card(SdCardState.Ok) };
        foreach (var step in script.Split(", ").Select(s => s.Split(' ')))
        {
            var now = T0.AddSeconds(int.Parse(step[1], CultureInfo.InvariantCulture));
            var next = step[0] switch
            {
                "bad" => camera with { Sd = Card(SdCardState.Error) },
                "ok" => camera with { Sd = Card(SdCardState.Ok) },
                "lost" => camera with { Video = VideoState.Lost },
                "seen" => camera with { Video = VideoState.Ok },
                _ => camera,
            };
            camera = TroubleRules.Apply(camera, next, now, Options);
            if (step.Length > 2)
                Assert.True(Text(camera) == step[2], $"{what}, at {step[1]}: {Text(camera)}");
            if (step is ["ok" or "seen", _, not "-"])
                Assert.Equal(now + Options.FlapWindow, TroubleRules.NextDue(camera, now, Options));
        }

        SdCard Card(SdCardState state) => new(state, null, null, null, null);
    }

    [Fact]
    public void Fault_IsUnknown_UntilTheDeviceDoesSomethingAgain_OrStartsAnew()
    {
        var clip = new ClipId("c1");
        var asked = new CameraState { Commands = [new OpenCommand("c", clip, T0)], Clips = [Clip(1)] };
        var faulty = Apply(ReportRules.Answered(asked, Answer("internal")), T0, Options);
        Assert.Equal("Unknown@0", Text(faulty));
        Assert.Same(asked, ReportRules.Answered(asked, Answer("internal") with { Command = "a snapshot" }));
        var again = asked with { Clips = [Clip(2)] };
        Assert.Same(again, ReportRules.Answered(again, Answer("internal")));

        Assert.Same(faulty, ReportRules.Answered(faulty, Answer("internal")));
        Assert.Equal("-", Text(Apply(ReportRules.Answered(faulty, Answer(null)), T0, Options)));
        Assert.Equal("-", Text(Apply(ReportRules.Answered(faulty, Answer("notRecorded")), T0, Options)));
        Assert.Equal("-", Text(Apply(ReportRules.Greeted(faulty, Hello("another")), T0, Options)));
        Assert.Equal("Unknown@0", Text(Apply(ReportRules.Greeted(faulty with { Boot = "the same" }, Hello("the same")), T0, Options)));

        static CommandAnswer Answer(string? error) => new("c", error is null, error, null, []);
        ClipRecord Clip(int attempt) => new()
        {
            Id = clip,
            Cause = "e",
            TriggeredBy = SensorId.Parse("020000000001/motion"),
            TriggeredAt = T0,
            From = T0,
            To = T0,
            State = ClipState.Pending,
            VideoToken = "v",
            ThumbnailToken = "t",
            TokensExpire = T0,
            Attempt = attempt,
        };
        static DeviceGreeting Hello(string boot) => new(0, DeviceKind.Camera, "C", "1", boot, TimeSpan.Zero, [], null, VideoState.Ok);
    }

    [Fact]
    public void DeviceThatIsRefused_IsNotUnstableToo()
    {
        var camera = PresenceRules.Connected(new CameraState { IsBarred = true, PresenceChanges = [T0, T0, T0, T0] }, "g", 1, T0);

        camera = Apply(PresenceRules.Disconnected(camera, 1, T0), T0, Options);

        Assert.Equal("DeviceRemoved@0", Text(camera));
    }

    [Fact]
    public void HoldDownLongerThanTheWindow_EndsUnstableWithTheDisconnection()
    {
        var options = new PresenceOptions { OfflineHoldDown = TimeSpan.FromMinutes(30) };
        var camera = PresenceRules.Connected(new CameraState { PresenceChanges = [T0, T0, T0, T0] }, "g", 1, T0);
        camera = Apply(PresenceRules.Disconnected(camera, 1, T0), T0, options);

        Assert.Equal(T0.AddMinutes(30), PresenceRules.NextDue(camera, T0, options));
        Assert.Equal("Unstable@0", Text(Apply(camera, T0.AddMinutes(29), options)));
        Assert.Equal("NetworkDisconnected@1800", Text(Apply(camera, T0.AddMinutes(30), options)));
    }

    /// <summary>Of one whose card and picture are as before.</summary>
    private static CameraState Apply(CameraState camera, DateTimeOffset now, PresenceOptions options) => TroubleRules.Apply(camera, camera, now, options);

    private static CameraState After(CameraState camera, string what, DateTimeOffset now) => what switch
    {
        "off" => PresenceRules.Disconnected(camera, camera.Epoch, now),
        "on" => PresenceRules.Connected(camera, "g", 1, now),
        "dead" => PresenceRules.Advance(camera, gatewayIsAlive: false, now, Options),
        "let" => PresenceRules.LetGo(camera, camera.Epoch, now),
        "heard" => PresenceRules.Heard(camera, default, camera.Epoch, now),
        _ => PresenceRules.Advance(camera, gatewayIsAlive: true, now, Options),
    };

    private static string Text(CameraState camera) => camera.Troubles.IsEmpty
        ? "-"
        : string.Join('+', camera.Troubles.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Kind}@{(t.Since - T0).TotalSeconds}")));
}
