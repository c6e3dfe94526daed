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
    private readonly ConcurrentDictionary<(DeviceId Device, bool Refused), Channel<Command>> _commands = new();
    private readonly ConcurrentDictionary<DeviceId, long> _listening = new();
    private readonly ConcurrentDictionary<DeviceId, bool> _busy = new();

    public void Listens(DeviceId device, long epoch) => _listening[device] = epoch;

    public bool IsListening(DeviceId device, long epoch) => _listening.TryGetValue(device, out var listening) && listening == epoch;

    public void Leaves(DeviceId device) => _listening.TryRemove(device, out _);

    /// <summary>The device has its hands full: commands are refused until the test says otherwise.</summary>
    public void Busy(DeviceId device, bool isBusy) => _busy[device] = isBusy;

    public bool TrySend(DeviceId device, long epoch, byte[] command)
    {
        if (!_listening.TryGetValue(device, out var listening) || listening != epoch)
            return false;

        if (_busy.GetValueOrDefault(device))
        {
            Of(device, refused: true).Writer.TryWrite(Read(command));
            return false;
        }

        return Of(device).Writer.TryWrite(Read(command));
    }

    public bool Holds(DeviceId device, long epoch) => IsListening(device, epoch);

    public IReadOnlyCollection<DeviceId> Connected => [.. _listening.Keys];

    public void Close(DeviceId device, long epoch) => Leaves(device);

    public void Expel(DeviceId device, long epoch) => Leaves(device);

    /// <summary>The next command that a busy device did not take.</summary>
    public async Task<Command> NextRefused(DeviceId device) =>
        await Of(device, refused: true).Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>The next command that the device gets.</summary>
    public async Task<Command> Next(DeviceId device) =>
        await Of(device).Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>Whether a command waits that nobody took.</summary>
    public bool HasMore(DeviceId device) => Of(device).Reader.Count > 0;

    private Channel<Command> Of(DeviceId device, bool refused = false) =>
        _commands.GetOrAdd((device, refused), _ => Channel.CreateUnbounded<Command>());

    private static Command Read(byte[] command)
    {
        Assert.True(Wire.TryRead(command, WireJson.Default.Command, out var read, out var problem), problem);
        return read!;
    }
}
