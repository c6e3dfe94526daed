using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Identifiers;
using Mihari.Protocol;
using Mihari.Recordings;
using Mihari.Sensors;

namespace Mihari.Tests.Grains.Capture;

public sealed class CaptureDecisionsTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly DeviceId Id = DeviceId.Parse("0011223344AA");
    private static readonly CaptureOptions Options = new();

    private static readonly CameraState Online = new()
    {
        Place = new CameraPlace(new CustomerId("c"), new BuildingId("b"), new RoomId("r")),
        Presence = Presence.Online,
        Epoch = 1,
    };

    [Fact]
    public void Trigger_ForAHubOrAnUnplacedCamera_ChangesNothing()
    {
        Assert.Same(Online with { Kind = DeviceKind.Hub } is var hub ? hub : null, Trigger(hub, "e", 0));
        var unplaced = Online with { Place = null };
        Assert.Same(unplaced, Trigger(unplaced, "e", 0));
    }

    [Fact]
    public void Trigger_SameCause_ChangesNothing()
    {
        var once = Trigger(Online, "e", 0);

        Assert.Same(once, Trigger(once, "e", 0));
    }

    [Fact]
    public void Trigger_DuringACapture_StartsTheNextWithoutAGap()
    {
        var camera = Trigger(Trigger(Online, "e1", 0), "e2", 22);

        Assert.Equal(2, camera.Commands.Length);
        Assert.Equal(camera.Clips[0].To, camera.Clips[1].From);
    }

    [Theory]
    [InlineData(ErrorCodes.NotRecorded, ClipState.NotRecorded)]
    [InlineData(ErrorCodes.UnknownCommand, ClipState.NotRecorded)]
    [InlineData(ErrorCodes.BadArguments, ClipState.NotRecorded)]
    [InlineData(ErrorCodes.Busy, ClipState.Pending)]
    [InlineData(ErrorCodes.Expired, ClipState.Pending)]
    [InlineData(ErrorCodes.SdUnavailable, ClipState.Pending)]
    [InlineData(ErrorCodes.UploadFailed, ClipState.Pending)]
    [InlineData(ErrorCodes.Internal, ClipState.Pending)]
    public void Answer_WithAnError_EndsOrIsAskedAgain(string code, ClipState expected)
    {
        var camera = Trigger(Online, "e", 0);

        camera = CaptureDecisions.Answer(camera, new CommandAnswer(camera.Commands[0].Id, false, code, null, []), T0);

        Assert.Empty(camera.Commands);
        Assert.Equal(expected, camera.Clips[0].State);
        var later = CaptureDecisions.Advance(camera, Id, T0.AddSeconds(31), Options, isBack: false);
        Assert.Equal(expected == ClipState.Pending ? 1 : 0, later.Commands.Length);
    }

    [Fact]
    public void Advance_BackAfterAnOutage_AsksForAFewAtATime()
    {
        var camera = Online with { Presence = Presence.Offline };
        for (var i = 0; i < 5; i++)
            camera = Trigger(camera, $"e{i}", i * 100);

        camera = CaptureDecisions.Advance(camera, Id, T0.AddHours(2), Options, isBack: true);
        Assert.Empty(camera.Commands);
        camera = CaptureDecisions.Advance(camera with { Presence = Presence.Online }, Id, T0.AddHours(2), Options, isBack: true);

        Assert.Equal(Options.RecoverAtOnce, camera.Commands.Length);
        Assert.All(camera.Commands, c => Assert.Equal(T0.AddHours(2) + Options.UploadAllowance, c.Expires));
        Assert.NotEqual(T0, CaptureDecisions.NextDue(camera, Options));
    }

    [Fact]
    public void Advance_TooOldToBeOnTheCard_EndsAsNotRecorded()
    {
        var camera = Trigger(Online, "e", 0) with { Presence = Presence.Offline };

        camera = CaptureDecisions.Advance(camera, Id, T0.AddDays(11), Options, isBack: false);

        Assert.Equal(ClipState.NotRecorded, camera.Clips[0].State);
    }

    [Fact]
    public void Uploaded_AfterAMissedAttempt_IsRecovered_AndLetGoLater()
    {
        var camera = Trigger(Online, "e", 0);
        camera = CaptureDecisions.Advance(camera, Id, T0.AddMinutes(5), Options, isBack: false);
        camera = CaptureDecisions.Uploaded(camera, camera.Clips[0].Id, ClipPart.Video, 10, T0.AddMinutes(6));

        Assert.Equal(ClipState.Recovered, camera.Clips[0].State);
        Assert.Empty(CaptureDecisions.Advance(camera, Id, T0.AddMinutes(17), Options, isBack: false).Clips);
    }

    [Theory]
    [InlineData(1, ClipState.Stored)]
    [InlineData(2, ClipState.Recovered)]
    public void Uploaded_AskedForOverAnEarlierConnection_IsRecovered(long epochNow, ClipState expected)
    {
        var camera = Trigger(Online, "e", 0) with { Epoch = epochNow };

        camera = CaptureDecisions.Advance(camera, Id, T0.AddSeconds(3), Options, isBack: true);
        Assert.Single(camera.Commands);
        camera = CaptureDecisions.Uploaded(camera, camera.Clips[0].Id, ClipPart.Video, 10, T0.AddSeconds(40));

        Assert.Equal(expected, camera.Clips[0].State);
    }

    [Theory]
    [InlineData("""{"from":"2026-11-22T03:00:05.000Z","to":"2026-11-22T03:00:25.000Z","gapMs":10138}""", 10_138)]
    [InlineData("""{"from":"2026-11-22T02:59:55.500Z","to":"2026-11-22T03:00:25.200Z","gapMs":1400}""", 0)]
    [InlineData("""{"from":"2026-11-22T03:00:05.000Z","to":"2026-11-22T03:00:25.000Z","gapMs":99999999}""", 30_000)]
    [InlineData("""{"from":"2026-11-22T03:00:05.000Z","to":"2026-11-22T03:00:25.000Z","gapMs":-5}""", 0)]
    [InlineData("""{"gapMs":"many"}""", 0)]
    [InlineData("", 0)]
    public void Answer_ThatAPartIsMissing_IsKeptWithTheClip(string result, int missingMs)
    {
        var asked = Trigger(Online, "e", 0);
        var stored = CaptureDecisions.Uploaded(asked, asked.Clips[0].Id, ClipPart.Video, 10, T0.AddSeconds(26));

        var camera = CaptureDecisions.Answer(
            stored, new CommandAnswer(asked.Commands[0].Id, true, null, null, [.. System.Text.Encoding.UTF8.GetBytes(result)]), T0.AddSeconds(27));

        Assert.Equal((ClipState.Stored, TimeSpan.FromMilliseconds(missingMs)), (camera.Clips[0].State, camera.Clips[0].Missing));
        Assert.Equal(missingMs > 0, camera.Clips[0].Revision > stored.Clips[0].Revision);
    }

    [Fact]
    public void Trigger_ManyWhileAway_IsBoundedAndTheOldestEndsVisibly()
    {
        var camera = Online with { Presence = Presence.Offline };
        for (var i = 0; i <= CaptureDecisions.MaxPending; i++)
            camera = Trigger(camera, $"e{i}", i * 100);

        Assert.Equal(CaptureDecisions.MaxPending, camera.Clips.Count(c => c.IsPending));
        Assert.Equal(ClipState.NotRecorded, camera.Clips.Single(c => c.Cause == "e0").State);
    }

    [Fact]
    public void Trigger_LongAgo_IsFetchedWithinTheBudgetAndBesideWhatTheTimelineHolds()
    {
        var now = T0.AddHours(1);
        CameraState Late(CameraState camera, string cause, int seconds, params CaptureWindow[] history) => CaptureDecisions.Trigger(
            camera, Id, new CaptureTrigger(cause, new SensorId(Id, "motion"), SensorEventKind.Motion, T0.AddSeconds(seconds), []), history, now, Options, () => "t");

        var camera = Online;
        for (var i = 0; i < 5; i++)
            camera = Late(camera, $"e{i}", i * 100);

        Assert.Equal((5, Options.RecoverAtOnce), (camera.Clips.Length, camera.Commands.Length));
        Assert.All(camera.Clips, c => Assert.True(c.Missed));
        Assert.Same(camera, Late(camera, "covered", 1005, new CaptureWindow(T0.AddSeconds(1000), T0.AddSeconds(1030))));
    }

    private static CameraState Trigger(CameraState camera, string cause, int seconds)
    {
        var at = T0.AddSeconds(seconds);
        var trigger = new CaptureTrigger(cause, new SensorId(Id, "motion"), SensorEventKind.Motion, at, []);
        return CaptureDecisions.Trigger(camera, Id, trigger, [], at, Options, () => "token");
    }
}
