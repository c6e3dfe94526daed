using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Tests.Grains.Cluster;

namespace Mihari.Tests.Grains.Recordings;

/// <summary>What a camera's card and the days with clips are shown to hold, over the cluster.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RecordingsTests(ClusterFixture cluster)
{
    [Fact]
    public async Task GetRecordings_OfADay_AreItsMinutesByTheServersClock()
    {
        var property = await Property.Create(cluster);
        var (epoch, skew, start) = (await property.Connect(), TimeSpan.FromHours(1), cluster.Clock.GetUtcNow().AddHours(-3));
        await property.Link().Greet(new DeviceGreeting(epoch, DeviceKind.Camera, "C", "1", "b", skew, [], null, VideoState.Ok));
        var motion = new MotionSpan(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(9));
        foreach (var minute in new[] { 0, 1, 3 })
            await property.Link().RecordSegment(epoch, Segment(start.AddMinutes(minute) - skew) with { ClockSkew = skew, Motion = [motion] });

        var span = await property.Camera().GetRecordings(property.Viewer, start, start.AddMinutes(4));

        Assert.Equal([start, start.AddMinutes(1), start.AddMinutes(3)], span.Minutes.Select(m => m.Start));
        Assert.Equal(motion, Assert.Single(span.Minutes[0].Motion));
        Assert.Equal(new RecordingGap(start.AddMinutes(2), start.AddMinutes(3), GapCause.NotRecorded), Assert.Single(span.Gaps));
    }

    [Fact]
    public async Task GetRecordings_OfMoreThanAPage_HasAllOfThem()
    {
        var property = await Property.Create(cluster);
        var (epoch, start) = (await property.Connect(), cluster.Clock.GetUtcNow().AddDays(-1));
        for (var minute = 0; minute < 1100; minute++)
            await property.Link().RecordSegment(epoch, Segment(start.AddMinutes(minute)));

        var span = await property.Camera().GetRecordings(property.Viewer, start, start.AddMinutes(1100));

        Assert.Equal(1100, span.Minutes.Length);
        Assert.Empty(span.Gaps);
    }

    [Fact]
    public async Task GetRecordings_OfSomebodyElsesCamera_AnswersAsIfThereWereNone()
    {
        var (mine, theirs) = (await Property.Create(cluster), await Property.Create(cluster));
        var now = cluster.Clock.GetUtcNow();

        foreach (var camera in new[] { theirs.Cameras[0], Property.NewDevice() })
        {
            var grain = cluster.Client.GetGrain<ICameraGrain>(camera.Value);
            await Assert.ThrowsAsync<UnknownIdException>(() => grain.GetRecordings(mine.Administrator, now.AddHours(-1), now));
            await Assert.ThrowsAsync<UnknownIdException>(() => grain.GetClipDays(mine.Administrator, new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), TimeSpan.Zero));
        }
    }

    [Fact]
    public async Task GetRecordings_OfAnEmptyOrTooLongSpan_IsRefused()
    {
        var property = await Property.Create(cluster);
        var now = cluster.Clock.GetUtcNow();

        await Assert.ThrowsAsync<InvalidInputException>(() => property.Camera().GetRecordings(property.Viewer, now, now));
        await Assert.ThrowsAsync<InvalidInputException>(() => property.Camera().GetRecordings(property.Viewer, now, now.AddHours(-1)));
        await Assert.ThrowsAsync<InvalidInputException>(() => property.Camera().GetRecordings(property.Viewer, now.AddDays(-11).AddTicks(-1), now));
        Assert.Empty((await property.Camera().GetRecordings(property.Viewer, now.AddDays(-11), now)).Minutes);
    }

    [Fact]
    public async Task GetRecordings_OfWhatLiesAhead_IsNothing()
    {
        var property = await Property.Create(cluster);
        var now = cluster.Clock.GetUtcNow();

        var span = await property.Camera().GetRecordings(property.Viewer, now.AddHours(1), now.AddHours(2));

        Assert.Empty(span.Minutes);
        Assert.Empty(span.Gaps);
    }

    [Fact]
    public async Task WhatWasRecordedAtItsPlaceBefore_IsNotShownAtTheNext()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        await property.Motion().Record(property.MotionNow());
        await property.Link().RecordSegment(epoch, Segment(cluster.Clock.GetUtcNow().AddMinutes(-5)));
        var before = cluster.Clock.GetUtcNow();
        var day = DateOnly.FromDateTime(before.UtcDateTime);
        Assert.Equal([day], (await property.Camera().GetClipDays(property.Viewer, day, day, TimeSpan.Zero)).AsEnumerable());
        await property.Devices.DeleteDevice(property.Administrator, property.Cameras[0], null, "カメラ" + property.Cameras[0]);
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        await property.RoomGrain.AddDevices(property.Administrator, [Property.NewCamera(property.Cameras[0])]);

        var span = await property.Camera().GetRecordings(property.Viewer, before.AddHours(-1), before.AddHours(1));

        Assert.Empty(span.Minutes);
        Assert.Equal(before.AddMinutes(1), span.From);
        Assert.Empty(await property.Camera().GetClipDays(property.Viewer, day, day, TimeSpan.Zero));
    }

    [Fact]
    public async Task GetClipDays_AreCutWhereTheCallersDaysBegin()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        var at = cluster.Clock.GetUtcNow();
        var offset = at.TimeOfDay < TimeSpan.FromHours(12) ? TimeSpan.FromHours(-12) : TimeSpan.FromHours(12);
        var day = DateOnly.FromDateTime((at + offset).UtcDateTime);

        Assert.Equal([day], (await property.Camera().GetClipDays(property.Viewer, day.AddDays(-30), day.AddDays(30), offset)).AsEnumerable());
        Assert.Equal([DateOnly.FromDateTime(at.UtcDateTime)], (await property.Camera().GetClipDays(property.Viewer, day.AddDays(-30), day.AddDays(30), TimeSpan.Zero)).AsEnumerable());
        Assert.Empty(await property.Camera().GetClipDays(property.Viewer, day.AddDays(1), day.AddDays(30), offset));
    }

    private static SegmentRecorded Segment(DateTimeOffset start) =>
        new(start, TimeSpan.Zero, TimeSpan.FromMinutes(1), 1000, new string('a', 64), []);
}
