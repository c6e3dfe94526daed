using Mihari.Identifiers;

namespace Mihari.Grains.Gateways;

/// <summary>The sockets of this silo's devices; the device gateway provides it.</summary>
public interface IDeviceConnections
{
    /// <summary>
    /// Queues a command (UTF-8 JSON) for a device. False where that epoch is not connected here, has not subscribed to its
    /// command topic yet (it gets its open commands when it does), or its queue is full.
    /// </summary>
    bool TrySend(DeviceId device, long epoch, byte[] command);

    /// <summary>Whether the connection of that epoch is open here.</summary>
    bool Holds(DeviceId device, long epoch);

    /// <summary>The devices that are connected here just now.</summary>
    IReadOnlyCollection<DeviceId> Connected { get; }

    /// <summary>Closes the connection of that epoch, if it is still there.</summary>
    void Close(DeviceId device, long epoch);

    /// <summary>As <see cref="Close"/>, of a device that may not connect again as it is.</summary>
    void Expel(DeviceId device, long epoch);
}
