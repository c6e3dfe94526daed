using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Reports;
using Mihari.Grains.Rooms;
using Mihari.Identifiers;

namespace Mihari.Tests.Grains.Reports;

/// <summary>Who stood in a building when.</summary>
public sealed class RosterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly BuildingId Here = new("here");
    private static readonly BuildingId Elsewhere = new("elsewhere");
    private static readonly DeviceId Camera = DeviceId.Parse("02AA00000001");
    private static readonly CameraStay Standing = new(Camera, "玄関", "エントランス", Now.AddDays(-3), null);

    [Fact]
    public void CameraThatCame_StandsThereSinceItWasPut() => Assert.Equal([Standing], After([], [There()]));

    [Fact]
    public void CameraOfBeforeThatWasKept_StoodThereAlways() => Assert.Equal([Standing with { From = null }], After([], [There(since: null)]));

    [Fact]
    public void CameraThatIsStillThere_IsCalledAsItIsNow() =>
        Assert.Equal([Standing with { Name = "新しい名", RoomName = "駐車場" }], After([Standing], [There(name: "新しい名", room: "駐車場")]));

    [Fact]
    public void CameraThatWasTakenOut_LeftWhenItsRoomSays() =>
        Assert.Equal([Standing with { To = Now.AddMinutes(-30) }], After([Standing], [], Track(null, Now.AddMinutes(-29)), [Departed(Now.AddMinutes(-30))]));

    [Fact]
    public void CameraWhoseRoomMovedOrIsGone_LeftWhenItSaysItself()
    {
        Assert.Equal([Standing with { To = Now.AddMinutes(-20) }], After([Standing], [], Track(Elsewhere, Now.AddMinutes(-20))));
        Assert.Equal([Standing with { To = Now.AddMinutes(-20) }], After([Standing], [], Track(null, Now.AddMinutes(-20))));
    }

    [Fact]
    public void CameraWhoseRoomCouldNotBeAsked_StandsThereStill() => Assert.Equal([Standing], After([Standing], [], Track(Here, Standing.From)));

    [Fact]
    public void CameraThatCannotAnswer_StandsThereStill() => Assert.Equal([Standing], After([Standing], []));

    [Fact]
    public void CameraThatCameBack_HasTwoStays() => Assert.Equal(
        [Standing with { To = Now.AddMinutes(-40) }, Standing with { From = Now.AddMinutes(-10) }],
        After([Standing], [There(since: Now.AddMinutes(-10))], departed: [Departed(Now.AddMinutes(-40))]));

    [Fact]
    public void CameraThatCameAndLeftBetweenTwoVisits_WasThere() => Assert.Equal(
        [Standing with { From = Now.AddMinutes(-50), To = Now.AddMinutes(-5) }],
        After([], [], departed: [Departed(Now.AddMinutes(-5), Now.AddMinutes(-50))]));

    [Fact]
    public void OneThatLeftBeforeItWasEverLookedAt_IsNobodysKnown() =>
        Assert.Empty(Roster.After([], Here, [], new Dictionary<DeviceId, CameraTrack>(), [Departed(Now.AddMinutes(-5))], null, Now));

    [Fact]
    public void StayThatIsKnown_IsNotToldOnceMore()
    {
        var over = Standing with { To = Now.AddMinutes(-30) };

        Assert.Equal([over], After([over], [], departed: [Departed(Now.AddMinutes(-30))]));
    }

    [Fact]
    public void WhoLeftLongAgo_IsForgotten()
    {
        Assert.Empty(After([Standing with { From = null, To = Now.AddDays(-31).AddTicks(-1) }], []));
        Assert.Single(After([Standing with { From = null, To = Now.AddDays(-31) }], []));
    }

    private static StandingCamera There(string name = "玄関", string room = "エントランス") => There(Standing.From, name, room);

    private static StandingCamera There(DateTimeOffset? since, string name = "玄関", string room = "エントランス") => new(
        new CameraFacts(
            new CameraStatus(Camera, 1, name, DeviceKind.Camera, Presence.Online, Now, null, VideoState.Ok, [], null, null), null, new RoomId("r"), null, [], [], null,
            new CameraTrack(Here, since, null, false, TimeSpan.Zero)),
        room);

    private static CameraTrack Track(BuildingId? building, DateTimeOffset? since) => new(building, since, null, false, TimeSpan.Zero);

    private static DepartedDevice Departed(DateTimeOffset to, DateTimeOffset? from = null) => new(new FormerDevice(Camera, "玄関", from, to, null), "エントランス", DeviceKind.Camera);

    private static IEnumerable<CameraStay> After(
        ImmutableArray<CameraStay> stays, StandingCamera[] standing, CameraTrack? track = null, DepartedDevice[]? departed = null) =>
        Roster.After(stays, Here, standing, track is null ? new Dictionary<DeviceId, CameraTrack>() : new() { [Camera] = track }, departed ?? [], Now.AddHours(-1), Now);
}
