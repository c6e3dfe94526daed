using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Mihari.Identifiers;
using Mihari.Protocol;

namespace Mihari.Silo.Gateway;

/// <summary>The devices connected here; of each device only the connection with the newest epoch.</summary>
internal sealed class ConnectionTable(TimeProvider time)
{
    private const int MaxDebts = 10_000;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<DeviceId, DeviceConnection> _connections = [];
    private readonly ConcurrentDictionary<DeviceId, TokenBucket> _debts = [];

    public int Count => _connections.Count;

    public bool TryGet(DeviceId device, [NotNullWhen(true)] out DeviceConnection? connection) => _connections.TryGetValue(device, out connection);

    /// <summary>Which devices they are.</summary>
    public IReadOnlyCollection<DeviceId> Devices => [.. _connections.Keys];

    public IReadOnlyList<DeviceConnection> All() => [.. _connections.Values];

    /// <summary>The message rate of a device; a burst that was used up stays so over a reconnect.</summary>
    public TokenBucket RateOf(DeviceId device) =>
        _connections.TryGetValue(device, out var current) ? current.Rate
        : _debts.TryRemove(device, out var rate) ? rate
        : new TokenBucket(Limits.MessagesPerSecond, Limits.MessageBurst, time);

    /// <summary>
    /// Makes a connection the device's one. False where a newer epoch is there already;
    /// else <paramref name="older"/> is the one that it replaces, which the caller closes.
    /// </summary>
    public bool TryEnter(DeviceConnection connection, out DeviceConnection? older)
    {
        lock (_gate)
        {
            if (_connections.TryGetValue(connection.Device, out older) && older.Epoch > connection.Epoch)
                return false;
            _connections[connection.Device] = connection;
            return true;
        }
    }

    /// <summary>Takes a connection out, unless another one has its place.</summary>
    public void Leave(DeviceConnection connection)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(connection.Device, out var current) || current != connection)
                return;
            _connections.TryRemove(connection.Device, out _);
        }

        if (!connection.Rate.IsFull && _debts.Count < MaxDebts)
            _debts[connection.Device] = connection.Rate;
        else if (_debts.Count >= MaxDebts)
            Forget();
    }

    private void Forget()
    {
        foreach (var (device, rate) in _debts)
        {
            if (rate.IsFull)
                _debts.TryRemove(device, out _);
        }
    }
}
