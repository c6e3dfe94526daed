using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Identifiers;
using Mihari.Timeline;

namespace Mihari.Grains.Audit;

/// <summary>Audit entries as they are made, and as the timeline keeps them: once for the customer, once for Support.</summary>
internal static class AuditLines
{
    /// <summary>Of the timeline.</summary>
    private const int BodyBytes = 32 << 10;

    private const int MostChanges = 24;
    private const int LongestValue = 64;

    /// <summary>A new entry about a thing of a customer's; null: of the provider's own.</summary>
    public static AuditEntry New(
        Caller by, DateTimeOffset now, CustomerId? customer, AuditAction action, AuditSubject subject, string id, string name, params ImmutableArray<AuditChange> changes) =>
        new(
            Guid.CreateVersion7(now).ToString("N"), DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()), customer,
            by.Account, by.Name, by.Role, by.From, action, subject, id, name, [.. changes.Where(c => c.Before != c.After)]);

    public static IEnumerable<TimelineEntry> Of(AuditEntry entry)
    {
        var body = Json(entry);
        if (body.Length > BodyBytes)
            body = Json(entry with { Changes = [.. entry.Changes.Take(MostChanges).Select(c => c with { Before = Cut(c.Before), After = Cut(c.After) })] });

        yield return new TimelineEntry(IAuditTrail.Everything, TimelineKind.Audit, entry.At, entry.Id, 0, body);
        if (entry.Customer is { } customer)
            yield return new TimelineEntry(customer.Value, TimelineKind.Audit, entry.At, entry.Id, 0, body);
    }

    /// <summary>A moment as a value of an entry, to the second.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static AuditEntry Read(TimelineEntry entry) => JsonSerializer.Deserialize(entry.Body.Span, AuditJson.Default.AuditEntry)!;

    private static byte[] Json(AuditEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, AuditJson.Default.AuditEntry);

    /// <summary>An entry that is too long is told in part: it must not keep the change that it tells from being made.</summary>
    private static string? Cut(string? value) => value is { Length: > LongestValue } ? value[..LongestValue] + "…" : value;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuditEntry))]
internal sealed partial class AuditJson : JsonSerializerContext;
