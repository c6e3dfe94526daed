using System.Collections.Immutable;
using Mihari.Customers;
using Mihari.Grains.Capture;
using Mihari.Grains.Cameras;
using Mihari.Grains.Recordings;
using Mihari.Grains.Stills;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Notifications;
using Mihari.Recordings;
using Mihari.Sensors;
using Mihari.Timeline;
using Mihari.Troubles;

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
        var old = await Store(camera, Now);
        cluster.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        var (recovered, young) = (await Store(camera, Now.AddDays(-5)), await Store(camera, Now.AddHours(-23)));
        await cluster.Client.GetGrain<ICustomerDesk>(property.Customer.Value).ChangePlan(Property.Provider, ServicePlan.Cloud, ServicePlan.Basic);

        Assert.False(await Retention(camera).LetGo());

        var there = await Task.WhenAll(new[] { old, recovered, young }.Select(clip => IsThere(camera, clip, ClipPart.Video)));
        Assert.Equal([false, true, true], there);
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

    [Fact]
    public async Task LetGo_OfEvents_GoesByTheServersClock_AndOverManyPages()
    {
        var camera = Property.NewDevice();
        var behind = TimeSpan.FromDays(20_000);
        ImmutableArray<TimelineEntry> kept =
        [
            .. Enumerable.Range(0, 1_100).Select(n => Motion(camera, Now.AddDays(-30).AddSeconds(n) - behind, behind)),
            Motion(camera, Now.AddDays(-30), TimeSpan.Zero),
        ];
        await cluster.Timeline.Append([.. kept, Motion(camera, Now.AddDays(-31).AddSeconds(-1), TimeSpan.Zero)]);

        while (await History(camera.Value).LetGo(TimelineKind.Event))
        {
            // Until nothing is left.
        }

        var left = await Task.WhenAll(kept.Select(motion => cluster.Timeline.Contains(motion.Owner, motion.Kind, motion.At, motion.Id)));
        Assert.All(left, Assert.True);
        Assert.Empty((await cluster.Timeline.Read(new TimelineQuery(camera.Value, TimelineKind.Event, Now.AddDays(-40), Now.AddDays(-31)))).Entries);
    }

    [Theory]
    [InlineData(TimelineKind.Trouble)]
    [InlineData(TimelineKind.Notification)]
    [InlineData(TimelineKind.Outage)]
    public async Task LetGo_OfWhatIsKeptForAYear_LeavesWhatIsYounger(TimelineKind kind)
    {
        var owner = Property.NewId();
        var (old, young) = (Now.AddDays(-400).AddSeconds(-1), Now.AddDays(-399));
        await cluster.Timeline.Append(
        [
            Entry(owner, kind, old, "old", old), Entry(owner, kind, young, "young", young),
            .. kind == TimelineKind.Trouble ? [Entry(owner, kind, old, "lasted", young), Entry(owner, kind, old, "lasts", null)] : Array.Empty<TimelineEntry>(),
        ]);

        Assert.False(await History(owner).LetGo(kind));

        var left = await cluster.Timeline.Read(new TimelineQuery(owner, kind, DateTimeOffset.UnixEpoch, Now));
        string[] expected = kind == TimelineKind.Trouble ? ["lasted", "lasts", "young"] : ["young"];
        Assert.Equal(expected, left.Entries.Select(entry => entry.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task LetGo_OfMailsThatAreFiles_TakesFileAndEntry()
    {
        var pickup = cluster.Client.GetGrain<IMailPickup>(IMailPickup.Key);
        var (old, young) = (new KeptMail(Property.NewId(), Now.AddDays(-31), "anna@example.jp", "old"), new KeptMail(Property.NewId(), Now.AddDays(-29), "anna@example.jp", "young"));
        foreach (var mail in new[] { old, young })
        {
            await Put(IMailPickup.KeyOf(mail.At, mail.Id), "message/rfc822");
            await pickup.Note(mail);
        }

        Assert.False(await pickup.LetGo());

        var listed = (await pickup.Read(Property.Provider, 200, null)).Mails.Select(mail => mail.Id).ToList();
        Assert.Equal((false, true), (listed.Contains(old.Id), listed.Contains(young.Id)));
        Assert.Equal((false, true), (await IsThere(IMailPickup.KeyOf(old.At, old.Id)), await IsThere(IMailPickup.KeyOf(young.At, young.Id))));
    }

    private static TimelineEntry Motion(DeviceId camera, DateTimeOffset at, TimeSpan skew) =>
        TimelineEntries.Event(new SensorId(camera, "motion"), new SensorEvent(Property.NewId(), SensorEventKind.Motion, at, skew, null));

    private static TimelineEntry Entry(string owner, TimelineKind kind, DateTimeOffset at, string id, DateTimeOffset? ended) => new(
        owner, kind, at, id, 0, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new TroubleBody(TroubleKind.SdCardError, at, ended), TimelineJson.Default.TroubleBody));

    private IHistory History(string owner) => cluster.Client.GetGrain<IHistory>(owner);

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
