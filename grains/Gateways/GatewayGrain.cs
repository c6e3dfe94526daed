using System.Collections.Immutable;
using Mihari.Identifiers;
using Orleans.Concurrency;

namespace Mihari.Grains.Gateways;

/// <summary>Passes commands on to the sockets of its silo; holds nothing of its own.</summary>
[GatewayPlacement]
[Reentrant]
internal sealed class GatewayGrain(IDeviceConnections connections) : Grain, IGatewayGrain
{
    public Task<bool> Send(DeviceId device, long epoch, byte[] command) =>
        Task.FromResult(connections.TrySend(device, epoch, command));

    public Task<bool> Holds(DeviceId device, long epoch) => Task.FromResult(connections.Holds(device, epoch));

    public Task Close(DeviceId device, long epoch)
    {
        connections.Close(device, epoch);
        return Task.CompletedTask;
    }

    public Task Expel(DeviceId device, long epoch)
    {
        connections.Expel(device, epoch);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<DeviceId>> GetConnected() => Task.FromResult<ImmutableArray<DeviceId>>([.. connections.Connected]);
}
