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
    /// <summary>Whether the entries in the state have not been appended yet: a next change must not replace them before they are.</summary>
    private bool _isBehind;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        await Append(State.Audit);
    }

    /// <summary>
    /// Makes <paramref name="next"/> the state and appends the entries; both are durable when the task completes. The state as it
    /// is, with no entry, writes nothing.
    /// </summary>
    protected async Task Commit(TState next, params ImmutableArray<AuditEntry> entries)
    {
        if (entries.IsDefaultOrEmpty && ReferenceEquals(next, State))
            return;

        if (_isBehind)
            await Append(State.Audit);

        await base.Commit(next with { Audit = entries.IsDefault ? [] : entries });
        try
        {
            _isBehind = true;
            await Append(entries);
            _isBehind = false;
        }
        catch
        {
            // The state still carries them. The next activation appends them, or what this one does before it ends.
            DeactivateOnIdle();
            throw;
        }
    }

    private Task Append(ImmutableArray<AuditEntry> entries) =>
        entries.IsDefaultOrEmpty ? Task.CompletedTask : timeline.Append([.. entries.SelectMany(AuditLines.Of)]);
}
