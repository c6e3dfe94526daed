using System.Collections.Immutable;
using Mihari.Audit;
using Mihari.Identifiers;

namespace Mihari.Web.Components.Audit;

/// <summary>Kinds of what is done, as the filter offers them.</summary>
internal enum AuditGroup
{
    All = 0,
    Sessions = 1,
    Accounts = 2,
    Contracts = 3,
    Property = 4,
    Video = 5,
}

/// <summary>Which entries a viewer asks for.</summary>
/// <param name="From">The first day, in the viewer's zone.</param>
/// <param name="To">The last day.</param>
/// <param name="Text">Contained in names, ids, changes or addresses; empty: any.</param>
/// <param name="Group">The kind.</param>
/// <param name="Customer">For Support: one customer's; empty: all.</param>
internal sealed record AuditFilter(DateOnly From, DateOnly To, string Text = "", AuditGroup Group = AuditGroup.All, string Customer = "")
{
    private const int LongestSpan = 400;

    /// <summary>The last 30 days.</summary>
    public static AuditFilter Preset(DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return new AuditFilter(today.AddDays(-29), today);
    }

    /// <summary>Whether the days can be asked for.</summary>
    public bool IsValid => From <= To && To.DayNumber - From.DayNumber < LongestSpan && From.Year > 1 && To.Year < 9999;

    public static ImmutableArray<AuditAction> Actions(AuditGroup group) =>
        group == AuditGroup.All ? [] : [.. Enum.GetValues<AuditAction>().Where(a => GroupOf(a) == group)];

    public static AuditGroup GroupOf(AuditAction action) => (int)action switch
    {
        < 10 => AuditGroup.Sessions,
        < 20 => AuditGroup.Accounts,
        < 40 => AuditGroup.Contracts,
        < 70 or (int)AuditAction.FleetExported or (int)AuditAction.ReportExported => AuditGroup.Property,
        _ => AuditGroup.Video,
    };

    /// <summary>The key of the trail that holds it: a customer's own, or for Support any.</summary>
    public string Trail(CustomerId? own) => own?.Value ?? (Customer.Trim() is { Length: > 0 } one ? one : IAuditTrail.Everything);

    public AuditQuery Query(TimeZoneInfo zone, int limit, string? continuation) =>
        new(Start(From, zone), Start(To.AddDays(1), zone), Text.Trim() is { Length: > 0 } text ? text : null, Actions(Group), limit, continuation);

    /// <summary>Where a day begins in the zone; where clocks spring over midnight, when they have.</summary>
    private static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(30);

        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
