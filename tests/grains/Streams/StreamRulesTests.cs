using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Streams;
using Mihari.Identifiers;
using Mihari.Streams;

namespace Mihari.Tests.Grains.Streams;

public sealed class StreamRulesTests
{
    private const string Token = "the-token";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly StreamRun Run = new("run-1", Token, Now);
    private static readonly StreamSituation Watched = StreamRules.Watched(new StreamSituation(), "a", Now);
    private static readonly StreamSituation Asked = StreamRules.Asked(Watched, Run);
    private static readonly StreamSituation Carried = StreamRules.Carried(Asked, Token, Place(Now), Now);

    [Fact]
    public void Next_FollowsWhoWatchesAndWhatRuns()
    {
        Assert.Equal(StreamStep.Nothing, StreamRules.Next(new StreamSituation(), Now));
        Assert.Equal(StreamStep.Ask, StreamRules.Next(Watched, Now));
        Assert.Equal(StreamStep.Nothing, StreamRules.Next(Watched with { AskFrom = Now.AddTicks(1) }, Now));
        Assert.Equal(StreamStep.Nothing, StreamRules.Next(Watched with { IsOver = true }, Now));
        Assert.Equal(StreamStep.Nothing, StreamRules.Next(Asked, Now));
        Assert.Equal(StreamStep.Nothing, StreamRules.Next(Carried, Now));
        Assert.Equal(StreamStep.Stop, StreamRules.Next(StreamRules.Left(Asked, "a"), Now));
        Assert.Equal(StreamStep.Stop, StreamRules.Next(StreamRules.Left(Carried, "a"), Now));
    }

    [Fact]
    public void Left_WhileAnotherNodeWatches_StopsNothing()
    {
        var both = StreamRules.Watched(Carried, "b", Now);

        Assert.Equal(StreamStep.Nothing, StreamRules.Next(StreamRules.Left(both, "a"), Now));
        Assert.Same(both, StreamRules.Left(both, "c"));
    }

    [Fact]
    public void Advance_ForgetsNodesWhoseLeaseRanOut()
    {
        var both = StreamRules.Watched(Carried, "b", Now.AddSeconds(1));

        var after = StreamRules.Advance(both, isLive: true, Now + IStreamGrain.Lease);

        Assert.Equal(["b"], after.Watching.Keys);
        Assert.Same(after, StreamRules.Advance(after, isLive: true, Now + IStreamGrain.Lease));
        Assert.Equal(StreamStep.Stop, StreamRules.Next(StreamRules.Advance(after, isLive: true, Now.AddSeconds(1) + IStreamGrain.Lease), Now.AddMinutes(1)));
    }

    [Fact]
    public void Carried_WithItsToken_ComesOnce()
    {
        Assert.Equal((StreamState.Carried, "b"), (Carried.State, Carried.Run!.Carrier!.Node));
        Assert.Same(Carried, StreamRules.Carried(Carried, Token, Place(Now) with { Node = "c" }, Now));
    }

    [Theory]
    [InlineData("another-token", 0)]
    [InlineData("", 0)]
    [InlineData(Token, 8)]
    public void Carried_WithAnotherOrAnOldToken_ChangesNothing(string token, int seconds) =>
        Assert.Same(Asked, StreamRules.Carried(Asked, token, Place(Now), Now.AddSeconds(seconds)));

    [Fact]
    public void Carried_OfARunThatIsNot_ChangesNothing() => Assert.Same(Watched, StreamRules.Carried(Watched, Token, Place(Now), Now));

    [Fact]
    public void Advance_WhenTheCameraDoesNotCome_IsAFailure()
    {
        Assert.Same(Asked, StreamRules.Advance(Asked, isLive: true, Now + StreamRules.AskLimit - TimeSpan.FromTicks(1)));

        var live = StreamRules.Advance(Asked, isLive: true, Now + StreamRules.AskLimit);
        var playback = StreamRules.Advance(Asked, isLive: false, Now + StreamRules.AskLimit);

        Assert.Equal((StreamState.Waiting, StreamReason.CameraFailed, 1), (live.State, live.Reason, live.Failures));
        Assert.Equal((StreamState.Ended, StreamReason.CameraFailed), (playback.State, playback.Reason));
        Assert.Same(Carried, StreamRules.Advance(Carried, isLive: true, Now.AddSeconds(20)));
    }

    [Fact]
    public void Failed_AgainAndAgain_PausesGrowToFiveSeconds()
    {
        var (stream, pauses) = (Watched, new List<double>());
        for (var i = 0; i < 6; i++)
        {
            stream = StreamRules.Failed(stream, StreamReason.CameraFailed, isLive: true, Now);
            pauses.Add((stream.AskFrom - Now).TotalSeconds);
        }

        Assert.Equal([0.5, 1, 2, 4, 5, 5], pauses);
    }

    [Fact]
    public void Failed_WhileTheCameraIsOffline_LooksEachSecondAndCountsNothing()
    {
        var stream = Watched;
        for (var i = 0; i < 20; i++)
            stream = StreamRules.Failed(stream, StreamReason.CameraOffline, isLive: true, Now);

        Assert.Equal((0, Now.AddSeconds(1), StreamState.Waiting), (stream.Failures, stream.AskFrom, stream.State));
    }

    [Theory]
    [InlineData("notRecorded", StreamReason.NotRecorded)]
    [InlineData("sdUnavailable", StreamReason.CardUnavailable)]
    [InlineData("busy", StreamReason.CameraBusy)]
    [InlineData("internal", StreamReason.CameraFailed)]
    [InlineData("unknownCommand", StreamReason.CameraFailed)]
    [InlineData(null, StreamReason.CameraFailed)]
    public void Answered_WithAnError_SaysWhy(string? code, StreamReason reason)
    {
        var answer = new CommandAnswer(Run.Id, false, code, "why", []);

        Assert.Equal((StreamState.Ended, reason), State(StreamRules.Answered(Asked, answer, isLive: false, Now)));
        Assert.Equal((StreamState.Waiting, reason), State(StreamRules.Answered(Asked, answer, isLive: true, Now)));
    }

    [Fact]
    public void Answered_WellOrOfAnotherCommand_ChangesNothing()
    {
        Assert.Same(Asked, StreamRules.Answered(Asked, new CommandAnswer(Run.Id, true, null, null, []), isLive: true, Now));
        Assert.Same(Asked, StreamRules.Answered(Asked, new CommandAnswer("run-0", false, "busy", null, []), isLive: true, Now));
        Assert.Same(Watched, StreamRules.Answered(Watched, new CommandAnswer(Run.Id, false, "busy", null, []), isLive: true, Now));
    }

    [Fact]
    public void Dropped_AfterItRanForAWhile_IsAskedAtOnce()
    {
        var later = Now + StreamRules.Steady;

        var live = StreamRules.Dropped(Carried with { Failures = 3 }, Run.Id, isLive: true, later);

        Assert.Equal((0, StreamReason.None, StreamStep.Ask), (live.Failures, live.Reason, StreamRules.Next(live, later)));
    }

    [Fact]
    public void Dropped_AgainAndAgainAtOnce_IsAskedEverMoreSeldom()
    {
        var (stream, at, pauses) = (Watched, Now, new List<double>());
        for (var i = 0; i < 6; i++)
        {
            stream = StreamRules.Carried(StreamRules.Asked(stream, Run with { AskedAt = at }), Token, Place(at), at);
            stream = StreamRules.Dropped(stream, Run.Id, isLive: true, at);
            pauses.Add((stream.AskFrom - at).TotalSeconds);
            at = stream.AskFrom;
        }

        Assert.Equal([0.5, 1, 2, 4, 5, 5], pauses);
    }

    [Fact]
    public void Dropped_APlayback_IsOver()
    {
        var ended = StreamRules.Dropped(Carried, Run.Id, isLive: false, Now);

        Assert.Equal((StreamState.Ended, StreamReason.Finished), State(ended));
        Assert.Equal(StreamStep.Nothing, StreamRules.Next(ended, Now.AddMinutes(1)));
    }

    [Fact]
    public void Dropped_AnotherRun_ChangesNothing()
    {
        Assert.Same(Carried, StreamRules.Dropped(Carried, "run-0", isLive: true, Now));
        Assert.Same(Watched, StreamRules.Dropped(Watched, Run.Id, isLive: true, Now));
    }

    [Fact]
    public void Stopped_ALiveStreamMayBeginAgain_APlaybackNot()
    {
        Assert.Equal((StreamState.Waiting, StreamReason.None), State(StreamRules.Stopped(Carried, isLive: true)));
        Assert.Equal((StreamState.Ended, StreamReason.Finished), State(StreamRules.Stopped(Carried, isLive: false)));
    }

    public static TheoryData<string, int?, int?, int?, bool, StreamReason> Refusals => new()
    {
        // From, the history's start and the card's oldest minute, in minutes before now.
        { "live", null, null, null, true, StreamReason.None },
        { "live of a camera that is away", null, null, null, false, StreamReason.CameraOffline },
        { "what is there", 10, 60, 30, true, StreamReason.None },
        { "what is there, of a camera that is away", 10, 60, 30, false, StreamReason.CameraOffline },
        { "the first moment of its history", 60, 60, 120, true, StreamReason.None },
        { "before its history", 61, 60, 120, true, StreamReason.Overwritten },
        { "before its history, of a camera that is away", 61, 60, 120, false, StreamReason.Overwritten },
        { "within the oldest minute", 31, null, 30, true, StreamReason.None },
        { "before the oldest minute", 32, null, 30, true, StreamReason.Overwritten },
        { "what lies ahead", -1, null, 30, true, StreamReason.NotRecorded },
        { "what lies ahead, of a camera that is away", -1, null, 30, false, StreamReason.NotRecorded },
        { "a card of which nothing is known", 100, null, null, true, StreamReason.None },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Refusal_OfAMoment_IsKnownWithoutTheCamera(string what, int? from, int? history, int? oldest, bool isOnline, StreamReason expected)
    {
        var skew = TimeSpan.FromHours(2);
        var route = new CameraRoute(
            new CameraPlace(new CustomerId("c"), new BuildingId("b"), new RoomId("r")), "玄関", isOnline ? Presence.Online : Presence.Offline, "gateway", 1, skew, Ago(history),
            oldest is null ? null : new SdCard(SdCardState.Ok, 1, 1, Ago(oldest) - skew, null));

        Assert.True(StreamRules.Refusal(route, Ago(from), Now) == expected, what);
        Assert.True(StreamRules.IsNothing(route, Ago(from), Now) == expected is StreamReason.Overwritten or StreamReason.NotRecorded, what);
    }

    private static DateTimeOffset? Ago(int? minutes) => minutes is { } ago ? Now.AddMinutes(-ago) : null;

    private static StreamPlace Place(DateTimeOffset since) => new("b", new Uri("http://b:8080/"), since);

    private static (StreamState State, StreamReason Reason) State(StreamSituation stream) => (stream.State, stream.Reason);
}
