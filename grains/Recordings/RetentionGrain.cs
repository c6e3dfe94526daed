using Mihari.Customers;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Customers;
using Mihari.Grains.Stills;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Timeline;
using Microsoft.Extensions.Options;

namespace Mihari.Grains.Recordings;

/// <summary>Lets what a camera recorded, and its stills, go when they are too old. The picture on its card stays, however old it is.</summary>
internal sealed class RetentionGrain(ITimeline timeline, IMediaStore media, IOptions<CaptureOptions> options, TimeProvider time) : Grain, IRetention
{
    /// <summary>Manifests are kept longer than any card holds its minutes: they say what was recorded, and why not.</summary>
    public static readonly TimeSpan KeepSegments = TimeSpan.FromDays(31);

    /// <summary>Nobody has looked at a wall since.</summary>
    public static readonly TimeSpan KeepStills = TimeSpan.FromHours(1);

    private const int ClipsAtOnce = 100;
    private const int SegmentsAtOnce = 1000;

    public async Task<bool> LetGo()
    {
        var camera = DeviceId.Parse(this.GetPrimaryKeyString());
        var now = time.GetUtcNow();
        await LetStillsGo(camera, now - KeepStills);
        var hasClips = await LetClipsGo(camera, now);
        return await LetSegmentsGo(camera, now - KeepSegments) || hasClips;
    }

    private async Task LetStillsGo(DeviceId camera, DateTimeOffset before)
    {
        foreach (var key in StillRun.Keys(camera))
        {
            if ((await media.Find(key, CancellationToken.None))?.Stored < before)
                await media.Delete(key, CancellationToken.None);
        }
    }

    private async Task<bool> LetClipsGo(DeviceId camera, DateTimeOffset now)
    {
        var (owner, shown) = await GrainFactory.GetGrain<ICameraUpkeep>(camera.Value).GetOwnership();
        var isListed = owner is not { } customer || await GrainFactory.GetGrain<ICustomerRecord>(customer.Value).GetPlan() == ServicePlan.Cloud;
        var before = now - (isListed ? options.Value.KeepClips : options.Value.KeepUnlistedClips);
        var page = await timeline.Read(new TimelineQuery(camera.Value, TimelineKind.Clip, DateTimeOffset.UnixEpoch, before, NewestFirst: false, ClipsAtOnce));
        if (page.Entries.Count == 0)
            return false;

        foreach (var clip in page.Entries.Select(TimelineEntries.ReadClip))
        {
            await media.Delete(CaptureIds.Key(camera, clip.Id, ClipPart.Video), CancellationToken.None);
            if (clip.Id != shown)
                await media.Delete(CaptureIds.Key(camera, clip.Id, ClipPart.Thumbnail), CancellationToken.None);
        }

        await timeline.Delete(page.Entries);
        return page.Continuation is not null;
    }

    private async Task<bool> LetSegmentsGo(DeviceId camera, DateTimeOffset before)
    {
        var page = await timeline.Read(new TimelineQuery(camera.Value, TimelineKind.Segment, DateTimeOffset.UnixEpoch, before, NewestFirst: false, SegmentsAtOnce));
        await timeline.Delete(page.Entries);
        return page.Continuation is not null;
    }
}
