using System.Collections.Immutable;
using Mihari.Accounts;

namespace Mihari.Audit;

/// <summary>The audit trail, append-only; key: a customer's id, or <see cref="Everything"/>. Administrators read their own customer's, Support all.</summary>
[Alias("Mihari.IAuditTrail")]
public interface IAuditTrail : IGrainWithStringKey
{
    /// <summary>The key of the trail that holds all customers' entries and the provider's own.</summary>
    const string Everything = "_all";

    /// <summary>Reads entries that match, newest first.</summary>
    /// <exception cref="Refusals.UnknownIdException">The trail is not the caller's.</exception>
    /// <exception cref="Refusals.NotPermittedException">The role is too low.</exception>
    /// <exception cref="Refusals.InvalidInputException">The query breaks a rule.</exception>
    [Alias("Read"), Orleans.Concurrency.AlwaysInterleave]
    Task<AuditPage> Read(Caller by, AuditQuery query);
}

/// <summary>Which entries are asked for.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive; at most 400 days after <paramref name="From"/>.</param>
/// <param name="Text">Contained in the names or ids of actor or subject, in the changes or the network address, whatever the case; at most 64 characters; null: any.</param>
/// <param name="Actions">Any of these; empty: all.</param>
/// <param name="Limit">1 to 500 entries a page.</param>
/// <param name="Continuation">From the page before, or null for the first.</param>
[GenerateSerializer, Immutable, Alias("Mihari.AuditQuery")]
public sealed record AuditQuery(
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] DateTimeOffset To,
    [property: Id(2)] string? Text,
    [property: Id(3)] ImmutableArray<AuditAction> Actions,
    [property: Id(4)] int Limit,
    [property: Id(5)] string? Continuation);

/// <summary>A page of the trail; it may hold fewer entries than asked for, even none, and still have a continuation. That is null on the last.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.AuditPage")]
public sealed record AuditPage(
    [property: Id(0)] ImmutableArray<AuditEntry> Entries,
    [property: Id(1)] string? Continuation);
