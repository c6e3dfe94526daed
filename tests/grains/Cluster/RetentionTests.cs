using Mihari.Customers;
using Mihari.Grains.Capture;
using Mihari.Grains.Cameras;
using Mihari.Grains.Recordings;
using Mihari.Grains.Stills;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Timeline;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>What is too old goes from the lists and from the store alike.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RetentionTests(ClusterFixture cluster)
{
    private DateTimeOffset Now => cluster.Clock.GetUtcNow();

    [Fact]
    public async Task LetGo_OfClipsAfterThirtyDays_TakesEntryVideoAndPicture_AndNoYoungerOne()
    {
        var property = await Property.Create(cluster);
        var camera = property.Cameras[0];
        var (old, young) = (await Store(camera, Now.AddDays(-30).AddSeconds(-1)), await Store(camera, Now.AddDays(-29)));

        Assert.False(await Retention(camera).LetGo());

        var clips = await property.Camera().GetClips(property.Viewer, Now.AddDays(-60), Now, 10, null);
        Assert.Equal([young], clips.Clips.Select(c => c.Id));
        var there = await Task.WhenAll(
            IsThere(camera, old, ClipPart.Video), IsThere(camera, old, ClipPart.Thumbnail), IsThere(camera, young, ClipPart.Video), IsThere(camera, young, ClipPart.Thumbnail));
        Assert.Equal([false, false, true, true], there);
    }

    [Fact]
    public async Task LetGo_OfACustomerWithoutTheCloudOption_TakesWhatIsOlderThanADay()
    {
        var property = await Property.Create(cluster);
        var camera = property.Cameras[0];
        var (old, young) = (await Store(camera, Now.AddDays(-1).AddSeconds(-1)), await Store(camera, Now.AddHours(-23)));
        await cluster.Client.GetGrain<ICustomerDesk>(property.Customer.Value).ChangePlan(Property.Provider, ServicePlan.Cloud, ServicePlan.Basic);

        Assert.False(await Retention(camera).LetGo());

        Assert.Equal((false, true), (await IsThere(camera, old, ClipPart.Video), await IsThere(camera, young, ClipPart.Video)));
    }

    [Fact]
    public async Task LetGo_OfManifestsThatNoCardHolds_LeavesTheOthers()
    {
        var property = await Property.Create(cluster);
        var camera = property.Cameras[0];
        await cluster.Timeline.Append([Minute(camera, Now.AddDays(-32)), Minute(camera, Now.AddDays(-9))]);

        await Retention(camera).LetGo();

        var left = await cluster.Timeline.Read(new TimelineQuery(camera.Value, TimelineKind.Segment, Now.AddDays(-60), Now));
        Assert.Equal(Now.AddDays(-9), Assert.Single(left.Entries).At);
    }

    [Fact]
    public async Task LetGo_OfStillsThatNobodyLookedAtForAnHour_TakesBoth()
    {
        var camera = (await Property.Create(cluster)).Cameras[0];
        var keys = StillRun.Keys(camera).ToArray();
        foreach (var key in keys)
            await Put(key, "image/jpeg");
        Assert.Equal(2, keys.Length);

        await Retention(camera).LetGo();
        Assert.All(await Task.WhenAll(keys.Select(IsThere)), Assert.True);
        cluster.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        await Retention(camera).LetGo();

        Assert.All(await Task.WhenAll(keys.Select(IsThere)), Assert.False);
    }

    private IRetention Retention(DeviceId camera) => cluster.Client.GetGrain<IRetention>(camera.Value);

    private static TimelineEntry Minute(DeviceId camera, DateTimeOffset at) =>
        TimelineEntries.Segment(camera, new SegmentRecorded(at, TimeSpan.Zero, TimeSpan.FromMinutes(1), 9, new string('a', 64), []));

    private async Task<ClipId> Store(DeviceId camera, DateTimeOffset from)
    {
        var clip = new ClipRecord
        {
            Id = CaptureIds.Clip(Property.NewId(), camera),
            Cause = Property.NewId(),
            TriggeredBy = new SensorId(camera, "motion"),
            TriggeredAt = from.AddSeconds(5),
            From = from,
            To = from.AddSeconds(30),
            State = ClipState.Stored,
            VideoBytes = 3,
            HasThumbnail = true,
            VideoToken = "v",
            ThumbnailToken = "t",
            TokensExpire = from,
            Revision = 1,
        };
        await cluster.Timeline.Append(TimelineEntries.Changes(camera, null, new CameraState { Clips = [clip] }, from));
        await Put(CaptureIds.Key(camera, clip.Id, ClipPart.Video), "video/mp4");
        await Put(CaptureIds.Key(camera, clip.Id, ClipPart.Thumbnail), "image/jpeg");
        return clip.Id;
    }

    private async Task Put(string key, string type)
    {
        byte[] bytes = [1, 2, 3];
        var promise = new MediaPromise(3, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), type);
        Assert.Equal(MediaWriteOutcome.Stored, await cluster.Media.Write(key, promise, new MemoryStream(bytes), CancellationToken.None));
    }

    private Task<bool> IsThere(DeviceId camera, ClipId clip, ClipPart part) => IsThere(CaptureIds.Key(camera, clip, part));

    private async Task<bool> IsThere(string key) => await cluster.Media.Find(key, CancellationToken.None) is not null;
}
