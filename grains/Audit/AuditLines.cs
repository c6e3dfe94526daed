using System.Collections.Immutable;
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
    /// <summary>A new entry about a thing of a customer's; null: of the provider's own.</summary>
    public static AuditEntry New(
        Caller by, DateTimeOffset now, CustomerId? customer, AuditAction action, AuditSubject subject, string id, string name, params ImmutableArray<AuditChange> changes) =>
        new(
            Guid.CreateVersion7(now).ToString("N"), DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()), customer,
            by.Account, by.Name, by.Role, by.From, action, subject, id, name, [.. changes.Where(c => c.Before != c.After)]);

    public static IEnumerable<TimelineEntry> Of(AuditEntry entry)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(entry, AuditJson.Default.AuditEntry);
        yield return new TimelineEntry(IAuditTrail.Everything, TimelineKind.Audit, entry.At, entry.Id, 0, body);
        if (entry.Customer is { } customer)
            yield return new TimelineEntry(customer.Value, TimelineKind.Audit, entry.At, entry.Id, 0, body);
    }

    public static AuditEntry Read(TimelineEntry entry) => JsonSerializer.Deserialize(entry.Body.Span, AuditJson.Default.AuditEntry)!;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuditEntry))]
internal sealed partial class AuditJson : JsonSerializerContext;
