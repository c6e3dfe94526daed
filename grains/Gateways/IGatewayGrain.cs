using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Grains.Gateways;

/// <summary>
/// The device gateway of one silo; key: its gateway id, which is that silo's address. It always runs on that silo
/// (<see cref="GatewayPlacement"/>), so any camera grain can reach the socket of its device wherever it is itself.
/// </summary>
[Alias("Mihari.IGatewayGrain")]
public interface IGatewayGrain : IGrainWithStringKey
{
    /// <summary>
    /// Hands a command to the connection of a device. False where that connection is gone or its queue is full;
    /// true says that it was handed over, not that it arrived: only the device's reply says that.
    /// </summary>
    [Alias("Send")]
    Task<bool> Send(DeviceId device, long epoch, byte[] command);

    /// <summary>Whether the connection of that epoch is open.</summary>
    [Alias("Holds"), Orleans.Concurrency.ReadOnly, ResponseTimeout("00:00:05")]
    Task<bool> Holds(DeviceId device, long epoch);

    /// <summary>Closes the connection of an older epoch, or of a device that was removed.</summary>
    [Alias("Close")]
    Task Close(DeviceId device, long epoch);

    /// <summary>Closes the connection of a device whose key is not good any more.</summary>
    [Alias("Expel")]
    Task Expel(DeviceId device, long epoch);

    /// <summary>The devices that are connected to it just now.</summary>
    [Alias("GetConnected"), Orleans.Concurrency.ReadOnly]
    Task<ImmutableArray<DeviceId>> GetConnected();
}
