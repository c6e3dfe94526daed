using Mihari.Cameras;
using Mihari.Grains.Gateways;
using Mihari.Identifiers;

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

    /// <summary>Whether the gateway of the newest connection still holds it: who is suspected may be there all the same.</summary>
    public async Task<bool> IsHeld(CameraState state)
    {
        try
        {
            return IsGatewayAlive(state) && await grains.GetGrain<IGatewayGrain>(state.Gateway!).Holds(camera, state.Epoch);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // One that does not answer is about to be gone, and one of an earlier version does not know the question.
            return false;
        }
    }

    /// <summary>Closes the connection of a device that may not connect again as it is.</summary>
    public Task Expel(CameraState state) =>
        state is { Presence: Presence.Online, Gateway: { } gateway } && IsGatewayAlive(state)
            ? grains.GetGrain<IGatewayGrain>(gateway).Expel(camera, state.Epoch)
            : Task.CompletedTask;

    /// <summary>
    /// Lets the grain go where it is not beside its gateway: the next message of the device makes it anew on the gateway's silo. To be
    /// asked for now and then, of a camera that has been connected for a while: in the storm after a loss a call to another silo
    /// costs far less than a move. (Nothing but its state is worth taking along, and that is stored.)
    /// </summary>
    public void MoveBeside(CameraState state, Action deactivateOnIdle)
    {
        if (state is { Presence: Presence.Online, Gateway: { } gateway } && gateway != gateways.Here && gateways.IsAlive(gateway))
            deactivateOnIdle();
    }
}
