using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Reports;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Reports;

/// <summary>What a camera's time is known by.</summary>
public sealed class DayFactsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void CameraThatIsOffline_IsAwayUpToNow()
    {
        var facts = Of(Presence.Offline, [], []);

        Assert.True(facts.IsAway);
        Assert.Equal(new Absence(new Span(Now.AddHours(-1), Now), false), Assert.Single(facts.Absences));
        Assert.Null(facts.BackSince);
    }

    [Fact]
    public void AbsenceThatATroubleWasMadeOf_CountsOnce_AndWhereNothingElseKnowsIt()
    {
        var outage = new OutageBody(Now.AddHours(-3), Now.AddHours(-2), false);
        var facts = Of(
            Presence.Online, [outage],
            [
                new TroubleBody(TroubleKind.NetworkDisconnected, Now.AddHours(-3).AddSeconds(60), Now.AddHours(-2), Now.AddHours(-3)),
                new TroubleBody(TroubleKind.NetworkDisconnected, Now.AddHours(-9).AddSeconds(60), Now.AddHours(-8), Now.AddHours(-9)),
            ]);

        Assert.Equal([new Span(outage.From, outage.To), new Span(Now.AddHours(-9), Now.AddHours(-8))], facts.Absences.Select(absence => absence.Span));
        Assert.Equal(Now.AddHours(-2), facts.BackSince);
    }

    [Fact]
    public void FaultThatGoesOn_ReachesToNow_AndAnAbsenceIsNone()
    {
        var facts = Of(
            Presence.Online, [],
            [new TroubleBody(TroubleKind.SdCardError, Now.AddHours(-5), null), new TroubleBody(TroubleKind.Unstable, Now.AddHours(-4), null), new TroubleBody(TroubleKind.Unknown, Now.AddHours(-4), null)]);

        Assert.Equal(new Fault(new Span(Now.AddHours(-5), Now), GapCause.NoCard), Assert.Single(facts.Faults));
        Assert.Empty(facts.Absences);
    }

    [Fact]
    public void TroubleWhoseEndWasLostInACrash_IsNone()
    {
        TroubleBody[] troubles = [new(TroubleKind.SdCardError, Now.AddHours(-5), null), new(TroubleKind.NetworkDisconnected, Now.AddHours(-5), null)];

        var facts = Of(Presence.Online, [], troubles, active: [new ActiveTrouble(TroubleKind.SdCardError, Now.AddHours(-2))]);

        Assert.Empty(facts.Faults);
        Assert.Empty(facts.Absences);
    }

    [Fact]
    public void CameraThatWasThereWhenTheServerWasBack_IsBackSinceThen()
    {
        var facts = Of(Presence.Online, [], [], [new Span(Now.AddDays(-3), Now.AddMinutes(-3))]);

        Assert.Equal(Now.AddMinutes(-3), facts.BackSince);
    }

    private static DayFacts Of(Presence presence, OutageBody[] outages, TroubleBody[] troubles, ImmutableArray<Span> down = default, ImmutableArray<ActiveTrouble>? active = null) => DayFacts.Of(
        [], new CameraStatus(DeviceId.Parse("02AA00000001"), 1, "カメラ", DeviceKind.Camera, presence, Now.AddHours(-1), null, VideoState.Ok,
            active ?? [.. troubles.Where(t => t.Ended is null).Select(t => new ActiveTrouble(t.Kind, t.Since))], null, null),
        false, [], null, outages, troubles, down.IsDefault ? [] : down, Now);
}
