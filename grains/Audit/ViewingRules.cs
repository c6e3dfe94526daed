using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Identifiers;

namespace Mihari.Grains.Audit;

/// <summary>
/// When a viewing is noted: a player asks for the same thing many times, and that is one viewing for as long as it may be the same
/// sitting. The entry has the moment at which it began. Pure.
/// </summary>
internal static class ViewingRules
{
    /// <summary>For video: a player asks anew with every seek.</summary>
    public static readonly TimeSpan SpanOfVideo = TimeSpan.FromMinutes(10);

    /// <summary>For stills: a wall asks each minute, all day long.</summary>
    public static readonly TimeSpan SpanOfStills = TimeSpan.FromHours(1);

    /// <summary>What is told apart: who watches which part of what.</summary>
    public static ViewingKey KeyOf(AuditEntry entry, string part) => new(entry.Customer, entry.Action, entry.Actor, entry.SubjectId, part);

    /// <summary>The entry that notes this viewing, and that is stored, where the first of its sitting is not any more or has yet to be.</summary>
    /// <returns>Null: it is noted already.</returns>
    public static AuditEntry? Due(ImmutableDictionary<ViewingKey, Viewing> noted, ViewingKey key, AuditEntry entry) =>
        !noted.TryGetValue(key, out var last) || IsOver(key, last, entry.At) ? entry : last.IsStored ? null : last.Entry;

    /// <summary>What is remembered with this entry; viewings that are over are forgotten.</summary>
    public static ImmutableDictionary<ViewingKey, Viewing> With(ImmutableDictionary<ViewingKey, Viewing> noted, ViewingKey key, Viewing viewing) =>
        noted.RemoveRange(noted.Where(one => IsOver(one.Key, one.Value, viewing.Entry.At)).Select(one => one.Key)).SetItem(key, viewing);

    /// <summary>The beginning of the ten minutes in which a recorded moment lies: what is told apart of a recording.</summary>
    public static string PartOf(DateTimeOffset? from) =>
        from is { } moment ? AuditLines.Moment(new DateTimeOffset(moment.UtcTicks - (moment.UtcTicks % SpanOfVideo.Ticks), TimeSpan.Zero)) : "";

    private static bool IsOver(ViewingKey key, Viewing viewing, DateTimeOffset now) =>
        now - viewing.Entry.At >= (key.Action == AuditAction.StillViewed ? SpanOfStills : SpanOfVideo);
}

/// <summary>Who watches which part of what, and whose it is then.</summary>
internal readonly record struct ViewingKey(CustomerId? Customer, AuditAction Action, AccountId Actor, string Subject, string Part);

/// <summary>A viewing as it was noted.</summary>
/// <param name="Entry">Of the audit trail.</param>
/// <param name="IsStored">Whether it is there; false: the next that asks writes the same.</param>
internal sealed record Viewing(AuditEntry Entry, bool IsStored);
