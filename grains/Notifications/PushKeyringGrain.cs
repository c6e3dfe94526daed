using Mihari.Grains.State;
using Mihari.Notifications;
using Orleans.Runtime;

namespace Mihari.Grains.Notifications;

/// <summary>The server's keys for push services: browsers subscribe with the public one, so they never change.</summary>
internal sealed class PushKeyringGrain([PersistentState("pushKeys")] IPersistentState<PushKeyringState> store) : StatefulGrain<PushKeyringState>(store), IPushKeyring
{
    public async Task<PushKeys> Get()
    {
        if (State.Keys is null)
            await Commit(State with { Keys = PushKeyPair.New() });

        return State.Keys!;
    }
}

/// <summary>What is stored of the keys.</summary>
internal sealed record PushKeyringState
{
    public int Version { get; init; } = 1;

    public PushKeys? Keys { get; init; }
}
