using Mihari.Grains.Gateways;
using Mihari.Identifiers;

namespace Mihari.Silo.Gateway;

/// <summary>The way back from grains to the sockets of this silo.</summary>
internal sealed class DeviceGateway(ConnectionTable connections, GatewayInstruments instruments) : IDeviceConnections
{
    public bool TrySend(DeviceId device, long epoch, byte[] command)
    {
        var queued = connections.TryGet(device, out var connection) && connection.Epoch == epoch && connection.TrySend(command);
        instruments.Sent(queued);
        return queued;
    }

    public bool Holds(DeviceId device, long epoch) =>
        connections.TryGet(device, out var connection) && connection.Epoch == epoch && !connection.Channel.IsClosing;

    public IReadOnlyCollection<DeviceId> Connected => connections.Devices;

    public void Close(DeviceId device, long epoch) => Close(device, epoch, CloseReason.Superseded);

    public void Expel(DeviceId device, long epoch) => Close(device, epoch, CloseReason.Expelled);

    private void Close(DeviceId device, long epoch, CloseReason reason)
    {
        if (connections.TryGet(device, out var connection) && connection.Epoch == epoch)
            connection.Channel.Close(reason);
    }
}
