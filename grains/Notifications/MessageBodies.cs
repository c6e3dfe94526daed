using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Mihari.Recordings;

namespace Mihari.Grains.Notifications;

/// <summary>What browsers and customers' own systems are sent, as JSON.</summary>
internal static class MessageBodies
{
    /// <summary>A push service takes 4,096 bytes encrypted.</summary>
    private const int LongestText = 300;

    private static readonly MessageJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });

    /// <summary>For the portal's service worker.</summary>
    public static byte[] Push(OutboxItem item, string building, string room, Uri page, NotificationTexts texts)
    {
        var title = Cut($"{NoticeWords.Label(item, texts)}: {NoticeWords.Title(item, texts)}");
        var body = Cut($"{NoticeWords.Place(item, building, room)}\n{texts.Moment(item.At)}");
        return JsonSerializer.SerializeToUtf8Bytes(new PushBody(title, body, page.PathAndQuery, item.Id, texts.Language), Json.PushBody);
    }

    /// <summary>For a customer's system, in the words and forms of the REST API; docs/reference/webhooks.md.</summary>
    public static byte[] Webhook(OutboxItem item, string building, string room, Uri page)
    {
        var notice = (item.Notice ?? item.Digest?.Newest)!;
        var told = ToldEntries.Told(item);
        return JsonSerializer.SerializeToUtf8Bytes(
            new WebhookBody(
                item.Id, Word(told.Kind), Time(item.At), notice.Place.Customer.Value,
                new NamedBody(notice.Place.Building.Value, building), new NamedBody(notice.Place.Room.Value, room),
                notice.Device is { } device ? new NamedBody(device.Value, notice.Name) : null,
                notice.Trouble is { } trouble ? new TroubleBody(Word(trouble.Kind), Time(trouble.Since), Time(trouble.Away), trouble.Cameras) : null,
                (notice.Detection ?? notice.Clip?.Because) is { } cause ? Cause(cause) : null,
                notice.Clip is { } clip ? new ClipBody(clip.Id.Value, Time(clip.From), Time(clip.To), Time(clip.TriggeredAt), clip.Bytes, clip.IsRecovered) : null,
                page.AbsoluteUri),
            Json.WebhookBody);
    }

    private static CauseBody Cause(ClipCause cause) =>
        new(Word(cause.Kind), cause.Names.Room, cause.Names.Device, cause.Names.Sensor, Time(cause.RuleSetAt), cause.RuleSetBy);

    private static string Word<T>(T kind)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    [return: NotNullIfNotNull(nameof(at))]
    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…";

    internal sealed record PushBody(string Title, string Body, string Url, string Tag, string Language);

    internal sealed record WebhookBody(
        string Id, string Kind, string At, string Customer, NamedBody Building, NamedBody Room, NamedBody? Device,
        TroubleBody? Trouble, CauseBody? Cause, ClipBody? Clip, string Page);

    internal sealed record NamedBody(string Id, string Name);

    internal sealed record TroubleBody(string Kind, string Since, string? Away, int Cameras);

    internal sealed record CauseBody(string Kind, string Room, string Device, string Sensor, string? RuleSetAt, string? RuleSetBy);

    internal sealed record ClipBody(string Id, string From, string To, string TriggeredAt, long Bytes, bool IsRecovered);
}

[JsonSerializable(typeof(MessageBodies.PushBody))]
[JsonSerializable(typeof(MessageBodies.WebhookBody))]
internal sealed partial class MessageJson : JsonSerializerContext;
