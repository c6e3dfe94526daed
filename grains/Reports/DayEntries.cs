using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mihari.Identifiers;
using Mihari.Timeline;

namespace Mihari.Grains.Reports;

/// <summary>A UTC day of a camera in a building.</summary>
/// <param name="Device">Which.</param>
/// <param name="Day">Its beginning.</param>
/// <param name="Body">What became of it.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CameraDay")]
internal sealed record CameraDay(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] DateTimeOffset Day,
    [property: Id(2)] DayBody Body);

/// <summary>What became of a day.</summary>
/// <param name="Name">The last name that the camera had there.</param>
/// <param name="RoomName">The name of the last room in which it stood.</param>
/// <param name="From">Since when its time was due on that day; null: it had never been connected.</param>
/// <param name="To">Up to when.</param>
/// <param name="Hours">Its 24 hours, each as <see cref="Counted"/> has them; empty: none of it was due.</param>
[GenerateSerializer, Immutable, Alias("Mihari.DayBody")]
internal sealed record DayBody(
    [property: Id(0)] string Name,
    [property: Id(1)] string RoomName,
    [property: Id(2)] DateTimeOffset? From,
    [property: Id(3)] DateTimeOffset? To,
    [property: Id(4)] ImmutableArray<ImmutableArray<int>> Hours)
{
    /// <summary>Whether something of it may be known later.</summary>
    [JsonIgnore]
    public bool IsOpen => Hours.Any(hour => !hour.IsEmpty && hour[(int)Counted.Open] > 0);
}

/// <summary>What is counted of an hour, in seconds where it is time. What is stored is in this order: a new one goes to the end.</summary>
internal enum Counted
{
    Due = 0,
    Recorded = 1,
    Offline = 2,
    NoCard = 3,
    NoPictures = 4,
    ServerDown = 5,
    NotRecorded = 6,
    Open = 7,
    Connected = 8,
    Away = 9,

    /// <summary>How many absences began.</summary>
    Absences = 10,
}

/// <summary>Days as the timeline keeps them.</summary>
internal static class DayEntries
{
    /// <param name="building">Where the camera stood.</param>
    /// <param name="day">What became of it.</param>
    /// <param name="known">What the timeline has of that day; null: nothing.</param>
    /// <returns>Null: the timeline has the same.</returns>
    public static TimelineEntry? Of(BuildingId building, CameraDay day, TimelineEntry? known)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(day.Body, DayJson.Default.DayBody);
        return known is not null && known.Body.Span.SequenceEqual(body)
            ? null
            : new TimelineEntry(building.Value, TimelineKind.Day, day.Day, day.Device.Value, known is null ? 0 : known.Revision + 1, body);
    }

    /// <summary>Reads a day back.</summary>
    public static CameraDay Read(TimelineEntry entry) => new(DeviceId.Parse(entry.Id), entry.At, JsonSerializer.Deserialize(entry.Body.Span, DayJson.Default.DayBody)!);

    /// <summary>The days of a building in a span, ascending.</summary>
    public static async Task<List<TimelineEntry>> Read(ITimeline timeline, BuildingId building, DateTimeOffset from, DateTimeOffset to)
    {
        var all = new List<TimelineEntry>();
        string? more = null;
        do
        {
            var page = await timeline.Read(new TimelineQuery(building.Value, TimelineKind.Day, from, to, NewestFirst: true, 1000, more));
            all.AddRange(page.Entries);
            more = page.Continuation;
        }
        while (more is not null);

        all.Reverse();
        return all;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DayBody))]
internal sealed partial class DayJson : JsonSerializerContext;
