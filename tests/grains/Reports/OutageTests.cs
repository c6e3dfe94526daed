using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Timeline;
using Mihari.Tests.Grains.Cluster;
using Mihari.Timeline;

namespace Mihari.Tests.Grains.Reports;

/// <summary>A time that a camera was away is kept once it is over.</summary>
[Collection(ClusterCollection.Name)]
public sealed class OutageTests(ClusterFixture cluster)
{
    private DateTimeOffset Now => cluster.Clock.GetUtcNow();

    [Fact]
    public async Task Absence_IsKeptWhenItEnds_Once()
    {
        var property = await Property.Create(cluster);
        var (from, to) = await Away(property);
        await property.Connect();

        Assert.Equal(new OutageBody(from, to, false), Assert.Single(await Outages(property)));
    }

    [Fact]
    public async Task Absence_WhoseRowWasLostInACrash_IsKeptWithTheNextChange()
    {
        var property = await Property.Create(cluster);
        await Away(property, connects: false);
        cluster.AuditFaults.FailNext(property.Cameras[0].Value);
        await Assert.ThrowsAnyAsync<Exception>(() => property.Connect());
        Assert.Empty(await Outages(property));

        await cluster.Deactivate(property.Camera());
        await property.Connect();

        Assert.Equal(Now, Assert.Single(await Outages(property)).To);
    }

    [Fact]
    public void Connected_AfterASuspicion_IsNoAbsence_AndTheFirstIsNone()
    {
        var first = PresenceRules.Connected(new CameraState(), "g", 1, Now);
        var suspect = first with { Presence = Presence.Suspect, PresenceSince = Now.AddSeconds(10) };
        var lost = first with { Presence = Presence.Offline, PresenceSince = Now.AddSeconds(10), IsLostByUs = true };

        Assert.Equal((Now, null), (first.FirstSeen, first.LastOutage));
        Assert.Null(PresenceRules.Connected(suspect, "g", 2, Now.AddSeconds(20)).LastOutage);
        var back = PresenceRules.Connected(lost, "g", 2, Now.AddSeconds(20));
        Assert.Equal((Now, new Outage(Now.AddSeconds(10), Now.AddSeconds(20), true)), (back.FirstSeen, back.LastOutage));
    }

    [Fact]
    public void Placement_InAnotherBuildingOrNone_IsKeptWithItsMoment()
    {
        var place = new CameraPlace(new("c"), new("b1"), new("r"));
        var step = new Placement(Property.NewDevice(), PlacementKind.Put, place, "玄関", []);

        var put = PlacementRules.After(new CameraState(), step, Now)!;
        var renamed = PlacementRules.After(put, step with { Name = "裏口" }, Now.AddHours(1))!;
        var moved = PlacementRules.After(renamed, step with { Kind = PlacementKind.Move, Name = "裏口", Place = place with { Building = new("b2") } }, Now.AddHours(2))!;
        var removed = PlacementRules.After(moved, step with { Kind = PlacementKind.Remove }, Now.AddHours(3))!;

        Assert.Equal([Now, Now, Now.AddHours(2), Now.AddHours(3)], new[] { put, renamed, moved, removed }.Select(camera => camera.StandsSince!.Value));
        Assert.Same(moved, PlacementRules.After(moved, step with { Kind = PlacementKind.Move, Place = moved.Place!, Name = "裏口" }, Now.AddHours(9)));
    }

    private async Task<(DateTimeOffset From, DateTimeOffset To)> Away(Property property, bool connects = true)
    {
        var epoch = await property.Connect();
        cluster.Clock.Advance(TimeSpan.FromMinutes(5));
        var from = Now;
        await property.Link().Disconnect(epoch);
        cluster.Clock.Advance(TimeSpan.FromSeconds(20));
        if (connects)
            await property.Connect();

        return (from, Now);
    }

    private async Task<IEnumerable<OutageBody>> Outages(Property property) =>
        (await cluster.Timeline.Read(new TimelineQuery(property.Cameras[0].Value, TimelineKind.Outage, DateTimeOffset.UnixEpoch, Now.AddDays(1)))).Entries.Select(TimelineEntries.ReadOutage);
}
