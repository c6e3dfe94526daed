using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Notifications;
using Mihari.Grains.Reports;
using Mihari.Grains.Troubles;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Sensors;
using Mihari.Timeline;
using Mihari.Troubles;

namespace Mihari.Grains.Timeline;

/// <summary>Facts as the timeline keeps them. Device times stay the device's own; the skew stands beside them (device protocol).</summary>
internal static class TimelineEntries
{
    public static TimelineEntry Event(SensorId sensor, SensorEvent fired) => new(
        sensor.Device.Value, TimelineKind.Event, fired.At, fired.Id, 0,
        Json(new EventBody(sensor.Name, fired.Kind, (long)fired.ClockSkew.TotalMilliseconds, fired.Confidence), TimelineJson.Default.EventBody));

    public static TimelineEntry Segment(DeviceId camera, SegmentRecorded segment) => new(
        camera.Value, TimelineKind.Segment, segment.Start, Milliseconds(segment.Start), 0,
        Json(
            new SegmentBody(
                (int)segment.Duration.TotalMilliseconds, segment.Bytes, segment.Sha256, (long)segment.ClockSkew.TotalMilliseconds,
                [.. segment.Motion.Select(m => new[] { (int)m.From.TotalMilliseconds, (int)m.To.TotalMilliseconds })]),
            TimelineJson.Default.SegmentBody));

    /// <summary>What a change of a camera adds to the timeline; with no state before, all that it stands for.</summary>
    public static List<TimelineEntry> Changes(DeviceId camera, CameraState? before, CameraState after, DateTimeOffset now)
    {
        var entries = new List<TimelineEntry>();
        for (var number = 0; number < after.Clips.Length; number++)
        {
            var clip = after.Clips[number];

            // Nearly all are what they were, where they were: looking for each among all costs more than the rest of a change.
            if (before?.Clips.Length > number && ReferenceEquals(before.Clips[number], clip))
                continue;

            var known = before?.Clips.FirstOrDefault(c => c.Id == clip.Id);
            if (known is null || known.Revision < clip.Revision)
                entries.Add(Clip(camera, clip));
        }

        foreach (var raised in after.Troubles.Where(t => before is null || !before.Troubles.Contains(t)))
            entries.Add(Trouble(camera.Value, raised, 0, null, NoticeRules.Away(after, raised)));

        // Once more with the first change of an activation, while days of it may still be accounted for.
        if (after.LastOutage is { } outage && (before is null ? outage.To > now - DayRules.SettlesAfter : outage != before.LastOutage))
            entries.Add(Outage(camera.Value, outage.From, outage.To, outage.IsLostByUs));

        if (before is not null)
        {
            foreach (var ended in before.Troubles.Where(t => !after.Troubles.Contains(t)))
                entries.Add(Trouble(camera.Value, ended, 1, now, NoticeRules.Away(before, ended)));
        }

        return entries;
    }

    /// <summary>The same, and first all that the state before stands for where it is not certain that the timeline has it.</summary>
    public static List<TimelineEntry> Due(DeviceId camera, CameraState before, CameraState after, bool isIndexed, DateTimeOffset now)
    {
        var entries = Changes(camera, before, after, now);
        if (!isIndexed)
            entries.InsertRange(0, Changes(camera, null, before, now));

        return entries;
    }

    /// <summary>An absence of a device, or of the server itself, at its end: whoever asks for a time gets all that reached into it.</summary>
    public static TimelineEntry Outage(string owner, DateTimeOffset from, DateTimeOffset to, bool isLostByUs) => new(
        owner, TimelineKind.Outage, to, Milliseconds(from), 0, Json(new OutageBody(from, to, isLostByUs), TimelineJson.Default.OutageBody));

    /// <summary>Reads an absence back.</summary>
    public static OutageBody ReadOutage(TimelineEntry entry) => JsonSerializer.Deserialize(entry.Body.Span, TimelineJson.Default.OutageBody)!;

    /// <summary>Reads a clip back.</summary>
    public static Clip ReadClip(TimelineEntry entry)
    {
        var body = JsonSerializer.Deserialize(entry.Body.Span, TimelineJson.Default.ClipBody)!;
        return new Clip(
            new ClipId(entry.Id), DeviceId.Parse(entry.Owner), SensorId.Parse(body.TriggeredBy), body.TriggeredAt, body.From, body.To,
            body.State, body.Reason, body.VideoBytes, body.HasThumbnail, TimeSpan.FromMilliseconds(body.MissingMs), body.Because);
    }

    /// <summary>Reads a minute back, in the server's time.</summary>
    public static RecordedMinute ReadSegment(TimelineEntry entry)
    {
        var body = JsonSerializer.Deserialize(entry.Body.Span, TimelineJson.Default.SegmentBody)!;
        return new RecordedMinute(
            entry.At + TimeSpan.FromMilliseconds(body.SkewMs), TimeSpan.FromMilliseconds(body.DurationMs),
            [.. body.Motion.Select(m => new MotionSpan(TimeSpan.FromMilliseconds(m[0]), TimeSpan.FromMilliseconds(m[1])))]);
    }

    /// <summary>Reads an event back.</summary>
    public static EventBody ReadEvent(TimelineEntry entry) => JsonSerializer.Deserialize(entry.Body.Span, TimelineJson.Default.EventBody)!;

    /// <summary>Reads a trouble back.</summary>
    public static TroubleBody ReadTrouble(TimelineEntry entry) => JsonSerializer.Deserialize(entry.Body.Span, TimelineJson.Default.TroubleBody)!;

    private static TimelineEntry Clip(DeviceId camera, ClipRecord clip) => new(
        camera.Value, TimelineKind.Clip, clip.From, clip.Id.Value, clip.Revision,
        Json(
            new ClipBody(
                clip.Cause, clip.TriggeredBy.ToString(), clip.TriggeredAt, clip.From, clip.To, clip.State, clip.Reason, clip.VideoBytes, clip.HasThumbnail,
                (long)clip.Missing.TotalMilliseconds, clip.Because),
            TimelineJson.Default.ClipBody));

    private static TimelineEntry Trouble(string owner, ActiveTrouble trouble, int revision, DateTimeOffset? ended, DateTimeOffset? away, ExplainedBody? explained = null) => new(
        owner, TimelineKind.Trouble, trouble.Since, $"{trouble.Kind}-{Milliseconds(trouble.Since)}", revision,
        Json(new TroubleBody(trouble.Kind, trouble.Since, ended, away, explained), TimelineJson.Default.TroubleBody));

    /// <summary>A building's own trouble, by the notice of it.</summary>
    /// <param name="building">Which.</param>
    /// <param name="notice">Of its beginning or its end.</param>
    /// <param name="explained">The devices' troubles that it was; null: not known, or it goes on.</param>
    public static TimelineEntry Line(BuildingId building, Notice notice, ExplainedTroubles? explained)
    {
        var (trouble, hasEnded) = (new ActiveTrouble(notice.Trouble!.Kind, notice.Trouble.Since), notice.Kind == NoticeKind.TroubleEnded);
        var body = explained is null ? null : new ExplainedBody(explained.Kind, explained.From, [.. explained.Devices.Select(device => device.Value)]);
        return Trouble(building.Value, trouble, hasEnded ? 1 : 0, hasEnded ? notice.At : null, notice.Trouble.Away, body);
    }

    /// <summary>The devices' troubles that a building's own one was; null where it was none.</summary>
    public static ExplainedTroubles? ReadExplained(TimelineEntry entry) => ReadTrouble(entry) is { Explained: { } explained } body
        ? new ExplainedTroubles(explained.Kind, explained.From, body.Ended, [.. explained.Devices.Select(DeviceId.Parse)])
        : null;

    private static string Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static byte[] Json<T>(T body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);
}

/// <summary>Body of a sensor event.</summary>
internal sealed record EventBody(string Sensor, SensorEventKind Kind, long SkewMs, double? Confidence);

/// <summary>Body of a segment; motion in milliseconds from its start.</summary>
internal sealed record SegmentBody(int DurationMs, long Bytes, string Sha256, long SkewMs, IReadOnlyList<int[]> Motion);

/// <summary>Body of a clip.</summary>
internal sealed record ClipBody(
    string Cause, string TriggeredBy, DateTimeOffset TriggeredAt, DateTimeOffset From, DateTimeOffset To,
    ClipState State, string? Reason, long? VideoBytes, bool HasThumbnail, long MissingMs = 0, ClipCause? Because = null);

/// <summary>
/// Body of a trouble; <paramref name="Ended"/> is null while it is active, <paramref name="Away"/> is since when the device was away, null where it was
/// not, and in entries of before that was kept.
/// </summary>
internal sealed record TroubleBody(TroubleKind Kind, DateTimeOffset Since, DateTimeOffset? Ended, DateTimeOffset? Away = null, ExplainedBody? Explained = null);

/// <summary>Of a building's own trouble: which devices' troubles since when it was.</summary>
internal sealed record ExplainedBody(TroubleKind Kind, DateTimeOffset From, IReadOnlyList<string> Devices);

/// <summary>Body of an absence.</summary>
internal sealed record OutageBody(DateTimeOffset From, DateTimeOffset To, bool IsLostByUs);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(SegmentBody))]
[JsonSerializable(typeof(ClipBody))]
[JsonSerializable(typeof(TroubleBody))]
[JsonSerializable(typeof(OutageBody))]
internal sealed partial class TimelineJson : JsonSerializerContext;
