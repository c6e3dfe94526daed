using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Timeline;
using Microsoft.Extensions.Options;

namespace Mihari.Grains.Recordings;

/// <summary>Lets what a camera recorded go when it is too old. The picture on its card stays, however old it is.</summary>
internal sealed class RetentionGrain(ITimeline timeline, IMediaStore media, IOptions<CaptureOptions> options, TimeProvider time) : Grain, IRetention
{
    /// <summary>Manifests are kept longer than any card holds its minutes: they say what was recorded, and why not.</summary>
    public static readonly TimeSpan KeepSegments = TimeSpan.FromDays(31);

    private const int ClipsAtOnce = 100;
    private const int SegmentsAtOnce = 1000;

    public async Task<bool> LetGo()
    {
        var camera = DeviceId.Parse(this.GetPrimaryKeyString());
        var now = time.GetUtcNow();
        var hasClips = await LetClipsGo(camera, now - options.Value.KeepClips);
        return await LetSegmentsGo(camera, now - KeepSegments) || hasClips;
    }

    private async Task<bool> LetClipsGo(DeviceId camera, DateTimeOffset before)
    {
        var page = await timeline.Read(new TimelineQuery(camera.Value, TimelineKind.Clip, DateTimeOffset.UnixEpoch, before, NewestFirst: false, ClipsAtOnce));
        if (page.Entries.Count == 0)
            return false;

        var shown = (await GrainFactory.GetGrain<ICameraUpkeep>(camera.Value).GetStatus()).Thumbnail?.Clip;
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
