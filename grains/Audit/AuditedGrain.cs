using System.Collections.Immutable;
using Mihari.Audit;
using Mihari.Grains.State;
using Mihari.Timeline;
using Orleans.Runtime;

namespace Mihari.Grains.Audit;

/// <summary>The state of a grain whose changes are audited.</summary>
internal abstract record AuditedState
{
    /// <summary>
    /// What the newest change adds to the audit trail. Stored with the change, so that no crash can part the two; it is appended
    /// after the write, and again at activation, which changes nothing where it is there already.
    /// </summary>
    public ImmutableArray<AuditEntry> Audit { get; init; } = [];
}

/// <summary>A grain whose changes say who made them: change and audit entries are one write.</summary>
internal abstract class AuditedGrain<TState>(IPersistentState<TState> store, ITimeline timeline) : StatefulGrain<TState>(store)
    where TState : AuditedState, new()
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        await Append(State.Audit);
    }

    /// <summary>Makes <paramref name="next"/> the state and appends the entries; both are durable when the task completes.</summary>
    protected async Task Commit(TState next, params ImmutableArray<AuditEntry> entries)
    {
        await base.Commit(next with { Audit = entries });
        try
        {
            await Append(entries);
        }
        catch
        {
            // The state still carries them: the next activation appends them before anything else can replace them.
            DeactivateOnIdle();
            throw;
        }
    }

    private Task Append(ImmutableArray<AuditEntry> entries) =>
        entries.IsDefaultOrEmpty ? Task.CompletedTask : timeline.Append([.. entries.SelectMany(AuditLines.Of)]);
}
