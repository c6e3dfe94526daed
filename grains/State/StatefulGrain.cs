using Mihari.Refusals;
using Orleans.Runtime;

namespace Mihari.Grains.State;

/// <summary>
/// A grain with one immutable state, changed by replacing it. A failed write puts the old state back and deactivates
/// the grain: the next activation reads what is stored, and the ETag is the fence (design, Grains).
/// </summary>
internal abstract class StatefulGrain<TState>(IPersistentState<TState> store) : Grain
    where TState : class, new()
{
    private TState? _whileWriting;

    /// <summary>What is stored; while a change is being written, still what was before it, whoever asks in between.</summary>
    protected TState State => _whileWriting ?? store.State;

    /// <summary>
    /// Takes steps in other grains that were announced in the state before. Where they fail other than by a refusal, the grain
    /// starts anew with its next call, and finishes what it had announced.
    /// </summary>
    protected async Task<T> Finish<T>(Func<Task<T>> steps)
    {
        try
        {
            return await steps();
        }
        catch (Exception e) when (e is not RefusalException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>Makes <paramref name="next"/> the state; durable when the task completes.</summary>
    protected async Task Commit(TState next)
    {
        if (ReferenceEquals(next, store.State))
            return;

        var before = store.State;
        _whileWriting = before;
        store.State = next;
        try
        {
            await store.WriteStateAsync();
        }
        catch
        {
            store.State = before;
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _whileWriting = null;
            Written();
        }
    }

    /// <summary>The state was written, or may have been: what this process remembers of it beside the grain is not to be relied upon.</summary>
    protected virtual void Written()
    {
    }
}
