using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Timeline;

namespace Mihari.Grains.Capture;

/// <summary>The clips of a camera as the timeline keeps them.</summary>
internal sealed class ClipHistory(DeviceId camera, ITimeline timeline)
{
    private const int LargestPage = 200;

    /// <summary>A page, newest first.</summary>
    /// <exception cref="InvalidInputException">The limit is not 1 to 200, or the continuation is none.</exception>
    public async Task<ClipPage> Read(DateTimeOffset from, DateTimeOffset to, int limit, string? continuation)
    {
        if (limit is < 1 or > LargestPage)
            throw new InvalidInputException("limit", $"must be 1 to {LargestPage}");

        var page = await timeline.Read(new TimelineQuery(camera.Value, TimelineKind.Clip, from, to, NewestFirst: true, limit, continuation));
        return new ClipPage([.. page.Entries.Select(TimelineEntries.ReadClip)], page.Continuation);
    }

    /// <summary>The days with clips, ascending.</summary>
    public Task<IReadOnlyList<DateOnly>> Days(DateOnly from, DateOnly to, TimeSpan offset) => timeline.Days(camera.Value, TimelineKind.Clip, from, to, offset);

    /// <summary>The clips that may show a moment, or lie next to one that does.</summary>
    public async Task<IReadOnlyList<Clip>> Near(DateTimeOffset moment, CaptureOptions options)
    {
        var reach = options.MaxClip + options.PostRoll;
        return (await Read(moment - reach, moment + reach, LargestPage, null)).Clips;
    }
}
