using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Grains.Accounts;
using Mihari.Identifiers;
using Mihari.Timeline;
using Orleans.Concurrency;

namespace Mihari.Grains.Audit;

/// <summary>Reads the audit trail. It keeps nothing, so there may be many of one key.</summary>
[StatelessWorker]
internal sealed class AuditTrailGrain(ITimeline timeline) : Grain, IAuditTrail
{
    /// <summary>So many entries one call looks at; a search for something rare goes on in the next call.</summary>
    public const int MostScanned = 5_000;

    private const int PageLength = 1_000;

    public async Task<AuditPage> Read(Caller by, AuditQuery query)
    {
        // No customer has the key of the trail of all: to everybody but Support it is an unknown one.
        var owner = this.GetPrimaryKeyString();
        Access.Demand(by, Permission.ReadAudit, new CustomerId(owner), "audit trail", owner);
        AuditFilter.Check(query);
        var from = AuditFilter.Position(query.Continuation);
        var to = from is { } position && position.At < query.To ? position.At.AddMilliseconds(1) : query.To;
        var found = ImmutableArray.CreateBuilder<AuditEntry>();
        AuditEntry? last = null;
        var scanned = 0;
        string? next = null;
        do
        {
            var page = await timeline.Read(new TimelineQuery(owner, TimelineKind.Audit, query.From, to, NewestFirst: true, Limit: PageLength, Continuation: next));
            foreach (var line in page.Entries)
            {
                if (from is { } done && line.At == done.At && string.CompareOrdinal(line.Id, done.Id) >= 0)
                    continue;

                var entry = AuditLines.Read(line);
                if (AuditFilter.Matches(entry, query))
                {
                    if (found.Count == query.Limit)
                        return new AuditPage(found.ToImmutable(), AuditFilter.After(last!));

                    found.Add(entry);
                }

                last = entry;
                scanned++;
            }

            next = page.Continuation;
        }
        while (next is not null && scanned < MostScanned);
        return new AuditPage(found.ToImmutable(), next is null || last is null ? null : AuditFilter.After(last));
    }
}
