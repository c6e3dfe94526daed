using System.Collections.Concurrent;
using System.Threading.Channels;
using Mihari.Grains.Gateways;
using Mihari.Identifiers;
using Mihari.Protocol;
using Channel = System.Threading.Channels.Channel;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Stands where the gateway stands: takes the commands that the grains send to devices that listen.</summary>
public sealed class Devices : IDeviceConnections
{
    private readonly ConcurrentDictionary<DeviceId, Channel<Command>> _commands = new();
    private readonly ConcurrentDictionary<DeviceId, long> _listening = new();

    public void Listens(DeviceId device, long epoch) => _listening[device] = epoch;

    public void Leaves(DeviceId device) => _listening.TryRemove(device, out _);

    public bool TrySend(DeviceId device, long epoch, byte[] command)
    {
        if (!_listening.TryGetValue(device, out var listening) || listening != epoch)
        {
            return false;
        }

        Assert.True(Wire.TryRead(command, WireJson.Default.Command, out var read, out var problem), problem);
        return Of(device).Writer.TryWrite(read!);
    }

    public void Close(DeviceId device, long epoch) => Leaves(device);

    /// <summary>The next command that the device gets.</summary>
    public async Task<Command> Next(DeviceId device) =>
        await Of(device).Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>Whether a command waits that nobody took.</summary>
    public bool HasMore(DeviceId device) => Of(device).Reader.Count > 0;

    private Channel<Command> Of(DeviceId device) => _commands.GetOrAdd(device, _ => Channel.CreateUnbounded<Command>());
}
