using Mihari.Cameras;
using Mihari.Grains.Gateways;
using Mihari.Identifiers;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Mihari.Grains.Cameras;

/// <summary>What a camera does about the gateway that holds its socket.</summary>
internal sealed class CameraSocket(DeviceId camera, IGrainFactory grains, IGatewayLiveness gateways)
{
    /// <summary>Whether the gateway of the newest connection lives.</summary>
    public bool IsGatewayAlive(CameraState state) => state.Gateway is { } gateway && gateways.IsAlive(gateway);

    /// <summary>Closes the connection that was there before one on another gateway.</summary>
    public void CloseOlder(CameraState before, string gateway)
    {
        if (before is { Presence: Presence.Online, Gateway: { } old } && old != gateway && gateways.IsAlive(old))
            grains.GetGrain<IGatewayGrain>(old).Close(camera, before.Epoch).Ignore();
    }

    /// <summary>Closes the connection of a device that may not connect again as it is.</summary>
    public Task Expel(CameraState state) =>
        state is { Presence: Presence.Online, Gateway: { } gateway } && IsGatewayAlive(state)
            ? grains.GetGrain<IGatewayGrain>(gateway).Expel(camera, state.Epoch)
            : Task.CompletedTask;

    /// <summary>Lets the grain move beside the gateway, once it is idle; where it can't, it stays where it is.</summary>
    public void MoveBeside(string gateway, Action migrateOnIdle)
    {
        if (string.Equals(gateway, gateways.Here, StringComparison.Ordinal) || !gateways.IsAlive(gateway))
            return;

        RequestContext.Set(IPlacementDirector.PlacementHintKey, SiloAddress.FromParsableString(gateway));
        try
        {
            migrateOnIdle();
        }
        finally
        {
            // The hint is for this grain alone: what the request calls from here on stays where it is.
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }
}
