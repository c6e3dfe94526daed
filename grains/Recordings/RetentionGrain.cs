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
        return await timeline.LetGo(new TimelineQuery(camera.Value, TimelineKind.Clip, DateTimeOffset.UnixEpoch, before, NewestFirst: false, ClipsAtOnce), Goes);

        async Task<bool> Goes(TimelineEntry entry)
        {
            var clip = TimelineEntries.ReadClip(entry).Id;

            // One that was recovered later is kept as long for the mail that carries it.
            if (!isListed && (await media.Find(CaptureIds.Key(camera, clip, ClipPart.Video), CancellationToken.None))?.Stored >= before)
                return false;

            await media.Delete(CaptureIds.Key(camera, clip, ClipPart.Video), CancellationToken.None);
            if (clip != shown)
                await media.Delete(CaptureIds.Key(camera, clip, ClipPart.Thumbnail), CancellationToken.None);
            return true;
        }
    }

    private Task<bool> LetSegmentsGo(DeviceId camera, DateTimeOffset before) => timeline.LetGo(
        new TimelineQuery(camera.Value, TimelineKind.Segment, DateTimeOffset.UnixEpoch, before, NewestFirst: false, SegmentsAtOnce), static _ => Task.FromResult(true));
}
