using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Identifiers;
using Mihari.Timeline;

namespace Mihari.Grains.Reports;

/// <summary>
/// Counts days of a building's cameras, as they are known at one moment. What reaches over days is read once for each camera, and when the first of its
/// days is counted: each question to a store in the cloud has its price.
/// </summary>
/// <param name="timeline">What is counted from.</param>
/// <param name="stays">Who stood there when.</param>
/// <param name="facts">How those stand that could be asked.</param>
/// <param name="from">The beginning of the first day that will be counted.</param>
/// <param name="now">The present: nothing is due later.</param>
internal sealed class DayCount(ITimeline timeline, ImmutableArray<CameraStay> stays, IReadOnlyDictionary<DeviceId, CameraFacts> facts, DateTimeOffset from, DateTimeOffset now)
{
    /// <summary>Beside devices that are connected, counting takes a small share.</summary>
    private const int AtOnce = 4;

    private readonly DayReading _reading = new(timeline);
    private readonly Dictionary<DeviceId, Task<CameraPast>> _pasts = [];
    private Task<ImmutableArray<Span>>? _down;

    /// <summary>The days of those that are wanted and stood there; one that could not be asked has an open one.</summary>
    public async Task<List<CameraDay>> Of(DateTimeOffset day, Func<DeviceId, bool> isWanted)
    {
        var counted = new List<CameraDay>();
        var end = Earlier(day.AddDays(1), now);
        var there = stays.Where(stay => !(stay.From >= end) && !(stay.To <= day) && isWanted(stay.Device)).GroupBy(stay => stay.Device).ToList();

        // A hub is taken for a camera until it has said what it is.
        foreach (var some in there.Where(camera => facts.GetValueOrDefault(camera.Key)?.Status.Kind == DeviceKind.Camera).Chunk(AtOnce))
            counted.AddRange(await Task.WhenAll(some.Select(camera => Known([.. camera], facts[camera.Key], day, end))));

        counted.AddRange(there.Where(camera => !facts.ContainsKey(camera.Key)).Select(camera => Unknown([.. camera], day, end)).OfType<CameraDay>());
        return counted;
    }

    private async Task<CameraDay> Known(List<CameraStay> own, CameraFacts camera, DateTimeOffset day, DateTimeOffset end)
    {
        var (track, status, last) = (camera.Track!, camera.Status, own[^1]);
        var seen = status.Presence == Presence.NeverSeen ? DateTimeOffset.MaxValue : track.FirstSeen ?? DateTimeOffset.MinValue;
        var due = Due(own, day > seen ? day : seen, end);
        if (due.IsEmpty)
            return new CameraDay(last.Device, day, new DayBody(last.Name, last.RoomName, null, null, []));

        var minutes = _reading.Minutes(camera, day, end);
        var past = await Past(camera);
        var known = DayFacts.Of(due, status, track.IsLostByUs, await minutes, past.Newest, past.Outages, past.Troubles, await (_down ??= _reading.ServerDown(from, now)), now);
        return Body(last, day, due, known);
    }

    /// <summary>A day of a camera that cannot answer: open, and not seen. Null: it was there for no time.</summary>
    private CameraDay? Unknown(List<CameraStay> own, DateTimeOffset day, DateTimeOffset end)
    {
        var due = Due(own, day, end);
        return due.IsEmpty ? null : Body(own[^1], day, due, new DayFacts(due, [], null, [], [], due, null, true));
    }

    private CameraDay Body(CameraStay last, DateTimeOffset day, ImmutableArray<Span> due, DayFacts known) =>
        new(last.Device, day, new DayBody(last.Name, last.RoomName, due[0].From, due[^1].To, DayRules.Hours(known, day, now)));

    private Task<CameraPast> Past(CameraFacts camera) =>
        _pasts.TryGetValue(camera.Status.Camera, out var known) ? known : _pasts[camera.Status.Camera] = _reading.Past(camera, from, now);

    private static ImmutableArray<Span> Due(IEnumerable<CameraStay> own, DateTimeOffset from, DateTimeOffset end) =>
        [.. own.Select(stay => new Span(stay.From > from ? stay.From.Value : from, Earlier(stay.To ?? end, end))).Where(span => span.From < span.To)];

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
