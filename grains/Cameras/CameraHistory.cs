using System.Collections.Immutable;
using System.Globalization;
using Mihari.Accounts;
using Mihari.Customers;
using Mihari.Grains.Accounts;
using Mihari.Grains.Capture;
using Mihari.Grains.Customers;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;

namespace Mihari.Grains.Cameras;

/// <summary>
/// The event recordings that belong to a camera's present place: its own since it stands there, then those of the devices that
/// it replaced. A continuation says which of them it continues: <c>1~…</c> is the first predecessor's.
/// </summary>
internal sealed class CameraHistory(ClipHistory own, IGrainFactory grains)
{
    private const char Separator = '~';

    private static readonly Task<IReadOnlyList<CaptureWindow>?> Nothing = Task.FromResult<IReadOnlyList<CaptureWindow>?>([]);

    /// <summary>A page, newest first. It can be short, or empty, and yet have a continuation.</summary>
    /// <exception cref="InvalidInputException">The limit is not 1 to 200, or the continuation is none.</exception>
    /// <exception cref="UnknownIdException">The camera stands nowhere, or at another customer's.</exception>
    /// <exception cref="NotInPlanException">The customer is without the cloud option.</exception>
    public async Task<ClipPage> Read(Caller by, CameraState camera, DeviceId id, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation)
    {
        await Demand(by, camera, id);
        var (which, inner) = Parse(continuation, camera.Predecessors.Length);
        var page = which == 0
            ? await ReadOwn(camera, from, to, limit, inner)
            : await ReadPredecessor(which, inner);
        while (page.Continuation is null && page.Clips.IsEmpty && which < camera.Predecessors.Length)
            page = await ReadPredecessor(++which, null);

        var next = page.Continuation is { } more ? Format(which, more) : which < camera.Predecessors.Length ? Format(which + 1, "") : null;
        return page with { Continuation = next };

        // Each knows the one that took its place: the first this one, the next the first.
        Task<ClipPage> ReadPredecessor(int number, string? more) =>
            grains.GetGrain<ICameraSetup>(camera.Predecessors[number - 1].Value).ReadClips(number == 1 ? id : camera.Predecessors[number - 2], from, to, limit, more);
    }

    /// <summary>The days with recordings, ascending, those of the devices that it replaced included.</summary>
    /// <exception cref="UnknownIdException">The camera stands nowhere, or at another customer's.</exception>
    /// <exception cref="NotInPlanException">The customer is without the cloud option.</exception>
    public async Task<ImmutableArray<DateOnly>> Days(Caller by, CameraState camera, DeviceId id, DateOnly from, DateOnly to, TimeSpan offset)
    {
        await Demand(by, camera, id);
        var days = await Days(camera.HistoryFrom, null, from, to, offset);
        var earlier = await Task.WhenAll(camera.Predecessors.Select((one, number) =>
            grains.GetGrain<ICameraSetup>(one.Value).ReadClipDays(number == 0 ? id : camera.Predecessors[number - 1], from, to, offset)));
        return [.. days.Concat(earlier.SelectMany(static d => d)).Distinct().Order()];
    }

    private async Task Demand(Caller by, CameraState camera, DeviceId id)
    {
        Access.Demand(by, Permission.ViewClips, camera.Place?.Customer, "camera", id.Value);
        if (await grains.GetGrain<ICustomerRecord>(camera.Place!.Customer.Value).GetPlan() == ServicePlan.Basic)
            throw new NotInPlanException("event recordings");
    }

    /// <summary>The days of the spans that went to an heir, ascending.</summary>
    public async Task<ImmutableArray<DateOnly>> DaysFor(CameraState camera, DeviceId heir, DateOnly from, DateOnly to, TimeSpan offset)
    {
        var days = new SortedSet<DateOnly>();
        foreach (var span in PlacementRules.SpansOf(camera, heir))
            days.UnionWith(await Days(span.From, span.To, from, to, offset));

        return [.. days];
    }

    /// <summary>What the camera recorded itself since it stands where it stands.</summary>
    public Task<ClipPage> ReadOwn(CameraState camera, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation) =>
        own.Read(camera.HistoryFrom is { } since && since > from ? since : from, to, limit, continuation);

    /// <summary>What it recorded itself while it stood where an heir stands now.</summary>
    public async Task<ClipPage> ReadFor(CameraState camera, DeviceId heir, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation)
    {
        // The same two devices may have replaced each other more than once: one span a turn, newest first.
        var spans = PlacementRules.SpansOf(camera, heir).Reverse().ToArray();
        var (which, inner) = Parse(continuation, spans.Length);
        which = Math.Max(which, 1);
        if (which > spans.Length)
            return new ClipPage([], null);

        var span = spans[which - 1];
        var (start, end) = (span.From > from ? span.From.Value : from, span.To < to ? span.To : to);
        var page = start < end ? await own.Read(start, end, limit, inner) : new ClipPage([], null);
        return page with { Continuation = page.Continuation is { } more ? Format(which, more) : which < spans.Length ? Format(which + 1, "") : null };
    }

    /// <summary>
    /// The spans of its own clips near a trigger that its state no longer holds, wherever it stood then; null where one of them is what
    /// the trigger caused.
    /// </summary>
    public Task<IReadOnlyList<CaptureWindow>?> WindowsUnlessCaused(CaptureTrigger trigger, DeviceId id, DateTimeOffset now, CaptureOptions options) =>
        trigger.At >= now - CaptureDecisions.KeepSettled ? Nothing : StoredWindows(trigger, id, options);

    private async Task<IReadOnlyList<CaptureWindow>?> StoredWindows(CaptureTrigger trigger, DeviceId id, CaptureOptions options)
    {
        var near = await own.Near(trigger.At, options);
        return near.Any(clip => clip.Id == CaptureIds.Clip(trigger.Event, id))
            ? null
            : [.. near.Where(clip => clip.State != ClipState.NotRecorded).Select(clip => new CaptureWindow(clip.From, clip.To))];
    }

    /// <summary>Its own days of a span. Of a day that the span cuts only what lies in it counts: the rest is somebody else's.</summary>
    private async Task<IReadOnlyList<DateOnly>> Days(DateTimeOffset? since, DateTimeOffset? until, DateOnly from, DateOnly to, TimeSpan offset)
    {
        var days = new List<DateOnly>();
        foreach (var day in await own.Days(from, to, offset))
        {
            var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) - offset;
            var end = start.AddDays(1);
            if (since >= end || until <= start)
                continue;

            var isCut = since > start || until < end;
            if (!isCut || !(await own.Read(since > start ? since.Value : start, until < end ? until.Value : end, 1, null)).Clips.IsEmpty)
                days.Add(day);
        }

        return days;
    }

    private static string Format(int which, string inner) => which == 0 ? inner : string.Create(CultureInfo.InvariantCulture, $"{which}{Separator}{inner}");

    private static (int Which, string? Inner) Parse(string? continuation, int predecessors)
    {
        var at = continuation?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        if (at < 0)
            return (0, continuation);

        return int.TryParse(continuation.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var which) && which >= 1 && which <= predecessors
            ? (which, at + 1 < continuation!.Length ? continuation[(at + 1)..] : null)
            : throw new InvalidInputException("continuation", "is none of this list's");
    }
}
