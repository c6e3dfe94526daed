using System.Collections.Immutable;
using System.Text;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Grains.Reports;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Reports;
using Mihari.Tests.Grains.Cluster;
using Mihari.Timeline;
using Mihari.Troubles;
using Orleans.Runtime;

namespace Mihari.Tests.Grains.Reports;

/// <summary>Reports over the cluster: days that are closed, and those that are not.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ReportsTests(ClusterFixture cluster) : AccountedDays(cluster)
{
    [Fact]
    public async Task Day_WithAnAbsence_IsClosedWithWhatBecameOfIt_AndReadBack()
    {
        var (property, day) = await Begin();
        await Away(property, TimeSpan.FromHours(2), TimeSpan.FromMinutes(30));
        GoTo(day.AddHours(26));
        await Record(property, day, 0, 120);
        await Record(property, day, 150, 26 * 60);

        await Visit(property.Building);

        var body = Assert.Single(await Rows(property.Building, day)).Body;
        Assert.Equal(("カメラ" + property.Cameras[0], "エントランス", day, day.AddDays(1), false), (body.Name, body.RoomName, body.From, body.To, body.IsOpen));
        var report = await Read(property, day);
        var camera = Assert.Single(report.Cameras);
        Assert.Equal((property.Cameras[0], 1), (camera.Camera, camera.Absences));
        Assert.Equal(
            (TimeSpan.FromHours(26), TimeSpan.FromHours(25.5), TimeSpan.FromHours(0.5), TimeSpan.FromHours(25.5), TimeSpan.FromHours(0.5)),
            (camera.Time.Due, camera.Time.Recorded, camera.Time.Offline, camera.Time.Connected, camera.Time.Away));
        Assert.Equal((camera.Time, 980, 980), (report.Total, report.Total.Coverage.Permille, report.Total.Availability.Permille));
        Assert.Equal(("用賀マンション", "管理会社", "Asia/Tokyo", day), (report.Name, report.CustomerName, report.Zone, report.CountedFrom));
        Assert.NotNull(report.SettlesAt);
    }

    [Fact]
    public async Task Visit_ThatIsRepeatedOrDiedBeforeItsStateWasWritten_ChangesNothing()
    {
        var (property, day) = await Begin();
        GoTo(day.AddHours(25));
        await Record(property, day, 0, 25 * 60);
        await Visit(property.Building);
        var (grain, before) = (Days(property.Building), await Rows(property.Building, day));
        var id = ((IAddressable)grain).GetGrainId();

        await Visit(property.Building);
        await Cluster.Deactivate(grain);
        var state = await Cluster.ReadState<BuildingDaysState>("buildingDays", id);
        await Cluster.WriteState("buildingDays", id, state with { ClosedBefore = day });
        await Visit(property.Building);

        var entry = Assert.Single(await Entries(property.Building, day));
        Assert.Equal(0, entry.Revision);
        Assert.Equal(before[0].Body.Hours.SelectMany(hour => hour), DayEntries.Read(entry).Body.Hours.SelectMany(hour => hour));
        Assert.Equal(day.AddDays(1), (await Cluster.ReadState<BuildingDaysState>("buildingDays", id)).ClosedBefore);
    }

    [Fact]
    public async Task Visit_WhoseRowCouldNotBeWritten_WritesItTheNextTime()
    {
        var (property, day) = await Begin();
        GoTo(day.AddHours(25));
        await Record(property, day, 0, 25 * 60);
        Cluster.AuditFaults.FailNext(property.Building.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => Visit(property.Building));
        Assert.Empty(await Entries(property.Building, day));

        await Visit(property.Building);

        Assert.Equal(24 * 3_600, Sum(Assert.Single(await Rows(property.Building, day)), Counted.Recorded));
    }

    [Fact]
    public async Task Manifests_ThatComeDaysLater_AreRecordedWhereTheyWereOpen()
    {
        var (property, day) = await Begin();
        GoTo(day.AddHours(10));
        await property.Link().Disconnect(await Epoch(property));
        GoTo(day.AddHours(25));
        await Record(property, day, 0, 600);
        await Visit(property.Building);
        var open = Assert.Single(await Rows(property.Building, day));
        Assert.Equal((14 * 3_600, 0, 14 * 3_600), (Sum(open, Counted.Open), Sum(open, Counted.Offline), Sum(open, Counted.Away)));
        var report = await Read(property, day);
        Assert.Equal((1_000, TimeSpan.FromHours(15)), (report.Total.Coverage.Permille, report.Total.Open));

        GoTo(day.AddDays(3));
        await property.Connect();
        await Record(property, day, 600, 24 * 60 * 3);
        await Visit(property.Building);

        var settled = Assert.Single(await Entries(property.Building, day));
        Assert.Equal((1, 24 * 3_600, 0), (settled.Revision, Sum(DayEntries.Read(settled), Counted.Recorded), Sum(DayEntries.Read(settled), Counted.Open)));
        Assert.Equal(14 * 3_600, Sum(DayEntries.Read(settled), Counted.Away));
    }

    [Fact]
    public async Task CameraThatNeverComesBack_HasNotRecorded_AfterElevenDays()
    {
        var (property, day) = await Begin();
        GoTo(day.AddHours(10));
        await property.Link().Disconnect(await Epoch(property));
        await Record(property, day, 0, 600);
        GoTo(day.AddDays(12).AddHours(-1));
        await Visit(property.Building);
        Assert.Equal(14 * 3_600, Sum(Assert.Single(await Rows(property.Building, day)), Counted.Open));

        GoTo(day.AddDays(12));
        await Visit(property.Building);

        var row = Assert.Single(await Rows(property.Building, day));
        Assert.Equal((0, 14 * 3_600), (Sum(row, Counted.Open), Sum(row, Counted.Offline)));
    }

    [Fact]
    public async Task RoomThatMoves_CountsInEachBuildingForItsHours()
    {
        var (property, day) = await Begin();
        var other = new BuildingId(Property.NewId());
        await Cluster.Client.GetGrain<IBuildingSetup>(other.Value).Create(property.Administrator, property.Customer, "別棟", null);
        await Visit(property.Building);
        GoTo(day.AddHours(12));
        await property.Setup.MoveRoom(property.Administrator, property.Room, other);
        GoTo(day.AddHours(25));
        await Record(property, day, 0, 25 * 60);

        await Visit(property.Building);
        await Visit(other);

        foreach (var building in new[] { property.Building, other })
        {
            var row = Assert.Single(await Rows(building, day));
            Assert.Equal((12 * 3_600, 12 * 3_600), (Sum(row, Counted.Due), Sum(row, Counted.Recorded)));
        }

        Assert.Equal((day.AddHours(12), day.AddDays(1)), ((await Rows(other, day))[0].Body.From, (await Rows(other, day))[0].Body.To));
        Assert.Equal(TimeSpan.FromHours(12), (await Read(property, day)).Total.Due);
    }

    [Fact]
    public async Task CameraThatIsTakenOut_CountsUntilThen_ByItsLastName_AlsoWithItsRoom()
    {
        var (property, day) = await Begin();
        await Visit(property.Building);
        GoTo(day.AddHours(6));
        await property.Devices.DeleteDevice(property.Administrator, property.Cameras[0], null, "カメラ" + property.Cameras[0]);
        var (second, _) = await Begin(day);
        await Visit(second.Building);
        GoTo(day.AddHours(9));
        await second.Setup.DeleteRoom(second.Administrator, second.Room, "エントランス");
        GoTo(day.AddHours(25));
        await Record(property, day, 0, 360);

        await Visit(property.Building);
        await Visit(second.Building);

        var row = Assert.Single(await Rows(property.Building, day));
        Assert.Equal(("カメラ" + property.Cameras[0], 6 * 3_600, 6 * 3_600), (row.Body.Name, Sum(row, Counted.Due), Sum(row, Counted.Recorded)));
        Assert.Equal(3 * 3_600, Sum(Assert.Single(await Rows(second.Building, day)), Counted.Due));
        Assert.Equal(property.Cameras[0], Assert.Single((await Read(property, day)).Cameras).Camera);
    }

    [Fact]
    public async Task Troubles_OfBeforeTheyAreKept_AreNotKnown_AndNotSaidToBeNone()
    {
        var property = await Property.Create(Cluster);
        var kept = Now - new HistoryOptions().KeepTroubles;
        foreach (var ended in new[] { kept.AddSeconds(-1), kept.AddSeconds(1) })
        {
            await Cluster.Timeline.Append([new TimelineEntry(
                property.Building.Value, TimelineKind.Trouble, ended.AddHours(-1), $"t{ended.Second}", 1,
                Encoding.UTF8.GetBytes($$"""{"kind":{{(int)TroubleKind.BuildingLine}},"since":"{{ended.AddHours(-1):O}}","ended":"{{ended:O}}"}"""))]);
        }

        var (gone, cut, whole) = (await Read(property, kept.AddDays(-40)), await Read(property, kept), await Read(property, kept.AddDays(40)));

        Assert.Equal((kept, kept, null), (gone.TroublesFrom, cut.TroublesFrom, whole.TroublesFrom));
        Assert.Equal(kept.AddSeconds(1), Assert.Single(cut.Troubles).Ended);
        Assert.True(gone.To <= kept && cut.From <= kept && cut.To > kept);
    }

    [Fact]
    public async Task Troubles_AreTheNewestTwoThousand_AndMoreOnlyWhereOneMoreCounts()
    {
        while ((Now - new HistoryOptions().KeepTroubles).Day is < 3 or > 26)
            Cluster.Clock.Advance(TimeSpan.FromDays(1));
        var (property, kept) = (await Property.Create(Cluster), Now - new HistoryOptions().KeepTroubles);

        // Those that are yet to be let go are older than all that count.
        await Had(Enumerable.Range(0, IBuildingMonths.MostTroubles), kept.AddSeconds(1));
        await Had(Enumerable.Range(5_000, ITroubleHistory.LargestPage + 1), kept.AddSeconds(-1));
        var all = await Read(property, kept);
        await Had([4_000], kept.AddSeconds(1));
        var some = await Read(property, kept);

        Assert.Equal((2_000, false), (all.Troubles.Length, all.HasMoreTroubles));
        Assert.Equal((2_000, true), (some.Troubles.Length, some.HasMoreTroubles));
        Assert.Equal(kept.AddSeconds(-1_999), some.Troubles[^1].Since);

        Task Had(IEnumerable<int> since, DateTimeOffset ended) => Cluster.Timeline.Append(
        [
            .. since.Select(n => new TimelineEntry(
                property.Cameras[0].Value, TimelineKind.Trouble, kept.AddSeconds(-n), $"t{n}", 1,
                Encoding.UTF8.GetBytes($$"""{"kind":{{(int)TroubleKind.VideoLost}},"since":"{{kept.AddSeconds(-n):O}}","ended":"{{ended:O}}"}"""))),
        ]);
    }

    [Fact]
    public async Task CameraThatWasNeverConnected_IsListed_AndNothingOfItIsDue()
    {
        var property = await Property.Create(Cluster);
        Cluster.Clock.Advance(TimeSpan.FromMinutes(1));

        var camera = Assert.Single((await Months(property.Building).Read(property.Viewer, Month(Now))).Cameras);

        Assert.Equal((property.Cameras[0], null, TimeSpan.Zero), (camera.Camera, camera.From, camera.Time.Due));
    }

    [Fact]
    public async Task ServerThatWasDown_IsSeenByTheNextTick_AndNobodyWasAwayThen()
    {
        var (property, day) = await Begin();
        var watch = Cluster.Client.GetGrain<IServiceWatch>(IServiceWatch.Key);
        await watch.Tick();
        GoTo(day.AddHours(2));
        await watch.Tick();
        await Record(property, day, 0, 120);
        GoTo(day.AddHours(2).AddMinutes(2));
        await watch.Tick();

        var time = (await Months(property.Building).Read(property.Viewer, Month(day))).Total;

        Assert.Equal((TimeSpan.FromHours(2), TimeSpan.FromMinutes(2), TimeSpan.Zero), (time.Unseen, time.Connected, time.Away));
        Assert.Equal(1_000, time.Availability.Permille);
    }

    [Fact]
    public async Task WhatWasRecordedWhileTheServerWasDown_IsOpen_UntilItIsAnnounced()
    {
        var (property, day) = await Begin();
        await Record(property, day, 0, 60);
        GoTo(day.AddDays(4));
        await Cluster.Timeline.Append([TimelineEntries.Outage(IServiceWatch.Key, day.AddHours(1), Now, isLostByUs: true)]);
        Cluster.Clock.Advance(TimeSpan.FromMinutes(3));
        await Visit(property.Building);
        Assert.Equal((23 * 3_600, 0), (Sum(Assert.Single(await Rows(property.Building, day)), Counted.Open), Sum((await Rows(property.Building, day))[0], Counted.ServerDown)));

        await Record(property, day, 60, 4 * 24 * 60);
        Cluster.Clock.Advance(TimeSpan.FromHours(1));
        await Visit(property.Building);

        Assert.Equal(24 * 3_600, Sum(Assert.Single(await Rows(property.Building, day)), Counted.Recorded));
    }

    [Fact]
    public async Task CameraOfBeforeThatWasKept_IsDueSinceItsOldestMinute()
    {
        var (property, day) = await Begin();
        var id = ((IAddressable)property.Camera()).GetGrainId();
        await Cluster.Deactivate(property.Camera());
        var camera = await Cluster.ReadState<Mihari.Grains.Cameras.CameraState>("camera", id);
        await Cluster.WriteState("camera", id, camera with { StandsSince = null, FirstSeen = null });
        GoTo(day.AddHours(25));
        await Record(property, day, 6 * 60, 25 * 60);

        await Visit(property.Building);

        var row = Assert.Single((await Entries(property.Building, day.AddDays(-9))).Concat(await Entries(property.Building, day)));
        Assert.Equal((day.AddHours(6), 18 * 3_600), (DayEntries.Read(row).Body.From, Sum(DayEntries.Read(row), Counted.Recorded)));
    }

    [Fact]
    public async Task DayThatNothingSettles_IsKeptNoLonger_AndWhatIsOpenIsLost()
    {
        var (property, day) = await Begin();
        GoTo(day.AddHours(10));
        await property.Link().Disconnect(await Epoch(property));
        await Record(property, day, 0, 600);
        GoTo(day.AddHours(25));
        await Visit(property.Building);
        var id = ((IAddressable)Days(property.Building)).GetGrainId();
        await Cluster.Deactivate(Days(property.Building));
        var state = await Cluster.ReadState<BuildingDaysState>("buildingDays", id);
        Assert.Equal([day], state.Unsettled.Where(d => d >= day));
        await Cluster.WriteState("buildingDays", id, state with { Stays = [state.Stays[0] with { From = day.AddDays(-3), To = day.AddDays(-2) }] });
        GoTo(day.AddDays(12));

        await Visit(property.Building);

        Assert.DoesNotContain(day, (await Cluster.ReadState<BuildingDaysState>("buildingDays", id)).Unsettled);
        Assert.Equal((0, 14 * 3_600), (Sum((await Rows(property.Building, day))[0], Counted.Open), Sum((await Rows(property.Building, day))[0], Counted.Offline)));
    }

    [Fact]
    public async Task ReadDays_AreTheZonesDays()
    {
        var (property, day) = await Begin();
        GoTo(day.AddHours(25));
        await Record(property, day, 0, 25 * 60);
        await Visit(property.Building);

        var days = await Months(property.Building).ReadDays(property.Viewer, Month(day));

        var first = DateOnly.FromDateTime(day.AddHours(9).DateTime);
        Assert.Equal([(first, 15.0), (first.AddDays(1), 10.0)], days.Select(d => (d.Day, d.Time.Recorded.TotalHours)));
    }

    [Fact]
    public async Task Reports_AreTheCustomersOwn()
    {
        var (mine, theirs) = (await Property.Create(Cluster), await Property.Create(Cluster));
        var month = Month(Now);

        foreach (var building in new[] { theirs.Building, new BuildingId(Property.NewId()) })
        {
            await Assert.ThrowsAsync<UnknownIdException>(() => Months(building).GetMonths(mine.Administrator));
            await Assert.ThrowsAsync<UnknownIdException>(() => Months(building).Read(mine.Administrator, month));
            await Assert.ThrowsAsync<UnknownIdException>(() => Months(building).ReadDays(mine.Administrator, month));
            await Assert.ThrowsAsync<UnknownIdException>(() => Months(building).NoteExport(mine.Administrator, month, "cameras"));
        }

        await Assert.ThrowsAsync<NotPermittedException>(() => Months(mine.Building).Read(mine.Viewer with { Role = (Role)99 }, month));
        Assert.Equal(theirs.Customer, (await Months(theirs.Building).Read(Property.Provider, month)).Customer);
    }

    [Fact]
    public async Task Month_ThatIsYetToCome_OrLongAgo_IsRefused()
    {
        var property = await Property.Create(Cluster);

        foreach (var month in new[] { Month(Now).Add(1), new ReportMonth(2019, 12) })
        {
            var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => Months(property.Building).Read(property.Viewer, month));
            Assert.Equal("month", refusal.Field);
        }

        Assert.Equal([Month(Now)], (await Months(property.Building).GetMonths(property.Viewer)).AsEnumerable());
        Assert.Empty((await Months(property.Building).Read(property.Viewer, Month(Now).Add(-3))).Cameras);
    }

    [Fact]
    public async Task Export_IsInTheAuditTrail()
    {
        var property = await Property.Create(Cluster);

        await Months(property.Building).NoteExport(property.Viewer, new ReportMonth(2026, 11), "days");

        var trail = await Cluster.Client.GetGrain<IAuditTrail>(property.Customer.Value)
            .Read(property.Administrator, new AuditQuery(Now.AddMinutes(-1), Now.AddMinutes(1), null, [AuditAction.ReportExported], 10, null));
        var entry = Assert.Single(trail.Entries);
        Assert.Equal((property.Viewer.Account, property.Building.Value, "用賀マンション"), (entry.Actor, entry.SubjectId, entry.SubjectName));
        Assert.Equal(["2026-11", "days"], entry.Changes.Select(change => change.After));
    }
}
