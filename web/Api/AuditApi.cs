using System.Collections.Immutable;
using Microsoft.OpenApi;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Refusals;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>A page of the audit trail, newest first.</summary>
/// <param name="Entries">It may hold fewer than asked for, even none, and still not be the last.</param>
/// <param name="Continuation">Give it back for the next page; null on the last.</param>
public sealed record AuditPageView(IReadOnlyList<AuditEntryView> Entries, string? Continuation)
{
    internal static AuditPageView Of(AuditPage of) => new([.. of.Entries.Select(AuditEntryView.Of)], of.Continuation);
}

/// <summary>Who did what to what, when, from where, and what changed.</summary>
/// <param name="Id">Unique for ever.</param>
/// <param name="At">When, by the server's clock.</param>
/// <param name="Customer">Whose it concerns; null: the provider itself.</param>
/// <param name="Actor">The id of the account that did it.</param>
/// <param name="ActorName">Its name then; empty for the server itself.</param>
/// <param name="ActorRole">Its role then.</param>
/// <param name="Way">By which way it came; null for the server itself.</param>
/// <param name="Address">The network address; null for the server itself.</param>
/// <param name="Action">What was done.</param>
/// <param name="Subject">To what kind of thing.</param>
/// <param name="SubjectId">Its id.</param>
/// <param name="SubjectName">Its name then.</param>
/// <param name="Changes">What changed; never a password, key or token.</param>
public sealed record AuditEntryView(
    string Id,
    DateTimeOffset At,
    string? Customer,
    string Actor,
    string ActorName,
    Role ActorRole,
    OriginKind? Way,
    string? Address,
    AuditAction Action,
    AuditSubject Subject,
    string SubjectId,
    string SubjectName,
    IReadOnlyList<AuditChangeView> Changes)
{
    internal static AuditEntryView Of(AuditEntry of) => new(
        of.Id, of.At, of.Customer?.Value, of.Actor.Value, of.ActorName, of.ActorRole, of.From?.Kind, of.From?.Address, of.Action, of.Subject, of.SubjectId, of.SubjectName,
        [.. of.Changes.Select(c => new AuditChangeView(c.Field, c.Before, c.After))]);
}

/// <summary>One value that changed.</summary>
/// <param name="Field">Which.</param>
/// <param name="Before">What it was; null: nothing.</param>
/// <param name="After">What it is; null: nothing.</param>
public sealed record AuditChangeView(string Field, string? Before, string? After);

/// <summary>The audit trail: administrators read their own customer's, Support all.</summary>
internal static class AuditApi
{
    private const int Most = 500;
    private const int Preset = 100;
    private static readonly TimeSpan PresetSpan = TimeSpan.FromDays(30);

    public static void MapAuditApi(this RouteGroupBuilder v1) =>
        v1.MapGet("/audit", Read).WithTags("Audit").RequireAuthorization(nameof(Permission.ReadAudit))
            .As("readAudit", "Reads the audit trail, newest first", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .WithDescription(
                "from (inclusive) and to (exclusive) are times with an offset; without them, the last 30 days. actions are words separated by commas; "
                + "text is contained in names, ids, changes or the network address. Support reads everything, or with customer that customer's.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.SetParameter("from", ApiDescription.Time);
                operation.SetParameter("to", ApiDescription.Time);
                operation.SetParameter("limit", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{Most}", Default = Preset });
                return Task.CompletedTask;
            })
            .Produces<AuditPageView>();

    private static async Task<AuditPageView> Read(
        string? from, string? to, string? text, string? actions, string? limit, string? continuation, string? customer,
        HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var caller = context.ToCaller();
        var trail = caller.Role == Role.Support && string.IsNullOrEmpty(customer) ? IAuditTrail.Everything : caller.OwnCustomer(customer).Value;
        var end = Inputs.Time(nameof(to), to) ?? time.GetUtcNow();
        var start = Inputs.Time(nameof(from), from) ?? end - PresetSpan;
        if (start >= end)
            throw new InvalidInputException(nameof(from), "must be before to");

        var query = new AuditQuery(
            start, end, string.IsNullOrEmpty(text) ? null : text, Actions(actions), Inputs.Limit(nameof(limit), limit, Most, Preset),
            string.IsNullOrEmpty(continuation) ? null : continuation);
        return AuditPageView.Of(await grains.GetGrain<IAuditTrail>(trail).Read(caller, query));
    }

    private static ImmutableArray<AuditAction> Actions(string? words) =>
        [.. (words ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Action)];

    private static AuditAction Action(string word) =>
        char.IsAsciiLetter(word[0]) && Enum.TryParse<AuditAction>(word, ignoreCase: true, out var action) && Enum.IsDefined(action)
            ? action
            : throw new InvalidInputException("actions", "must be actions as the answers name them, separated by commas", InputProblem.Choice);
}
