using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Recordings;
using Mihari.Timeline;
using Mihari.Troubles;

namespace Mihari.Grains.Notifications;

/// <summary>What was told, as the timeline keeps it.</summary>
internal static class ToldEntries
{
    public static TimelineEntry Of(string owner, OutboxItem item)
    {
        var told = Told(item);
        return new TimelineEntry(
            owner, TimelineKind.Notification, item.At, item.Id, 0,
            JsonSerializer.SerializeToUtf8Bytes(
                new ToldBody(
                    told.Kind, told.Device, told.Trouble, told.Cause, told.Camera?.Value, told.Clip?.Value, told.Count,
                    [.. told.Letters.Select(l => new ToldLetterBody(l.Channel, l.To, l.State, l.At, l.Attempts, l.Words))]),
                ToldJson.Default.ToldBody));
    }

    public static ToldNotice Read(TimelineEntry entry)
    {
        var body = JsonSerializer.Deserialize(entry.Body.Span, ToldJson.Default.ToldBody)!;
        return new ToldNotice(
            entry.Id, entry.At, body.Kind, body.Device, body.Trouble, body.Cause,
            body.Camera is { } camera ? DeviceId.Parse(camera) : null, body.Clip is { } clip ? new ClipId(clip) : null, body.Count,
            [.. body.Letters.Select(l => new ToldLetter(l.Channel, l.To, l.State, l.At, l.Attempts, l.Words))]);
    }

    public static ToldNotice Told(OutboxItem item)
    {
        var notice = item.Notice ?? item.Digest?.Newest;
        return new ToldNotice(
            item.Id, item.At, Kind(item), notice?.Name ?? "", notice?.Trouble?.Kind, notice?.Detection ?? notice?.Clip?.Because,
            notice?.Device, notice?.Clip?.Id, item.Digest?.Count ?? 0,
            [.. item.Letters.Select(l => new ToldLetter(
                l.To.Channel, l.To.Channel == Channel.Mail ? l.To.To : l.To.Called, l.State, l.Tried ?? item.Taken, l.Attempts, l.State == LetterState.Sent ? null : l.Words))]);
    }

    private static ToldKind Kind(OutboxItem item) => item switch
    {
        { Question: not null } => ToldKind.Question,
        { Digest: not null } => ToldKind.Digest,
        { Notice.Kind: NoticeKind.TroubleRaised } => ToldKind.TroubleRaised,
        { Notice.Kind: NoticeKind.TroubleEnded } => ToldKind.TroubleEnded,
        { Notice.Kind: NoticeKind.Detected } => ToldKind.Detected,
        _ => ToldKind.Captured,
    };
}

/// <summary>Body of something that was told.</summary>
internal sealed record ToldBody(
    ToldKind Kind, string Device, TroubleKind? Trouble, ClipCause? Cause, string? Camera, string? Clip, int Count, IReadOnlyList<ToldLetterBody> Letters);

/// <summary>One message of it.</summary>
internal sealed record ToldLetterBody(Channel Channel, string To, LetterState State, DateTimeOffset At, int Attempts, string? Words);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ToldBody))]
[JsonSerializable(typeof(KeptMailBody))]
internal sealed partial class ToldJson : JsonSerializerContext;
