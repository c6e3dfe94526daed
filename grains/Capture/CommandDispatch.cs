using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Gateways;
using Mihari.Identifiers;
using Mihari.Media;

namespace Mihari.Grains.Capture;

/// <summary>
/// Hands a camera's open commands to the gateway that holds its socket, each once a connection. What gets lost on the way
/// is sent again when the device listens anew, and what the gateway refused with the camera's next change, as when the
/// device answers one of the commands that fill its queue; the device knows a command that comes twice.
/// </summary>
internal sealed class CommandDispatch(DeviceId camera, IGrainFactory grains, IUploadAddress uploads)
{
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);

    /// <summary>The device listens anew: whatever was sent before may not have arrived.</summary>
    public void Forget() => _sent.Clear();

    /// <summary>Sends each open command that this connection has not been given.</summary>
    public void SendOpen(CameraState state)
    {
        foreach (var command in state.Commands)
        {
            if (state is { Presence: Presence.Online, Gateway: { } gateway }
                && _sent.Add(command.Id)
                && CaptureCommands.Write(state, camera, command, uploads.Base) is { } payload)
            {
                Send(gateway, state.Epoch, command.Id, payload).Ignore();
            }
        }

        if (_sent.Count > state.Commands.Length)
            _sent.IntersectWith(state.Commands.Select(c => c.Id));
    }

    private async Task Send(string gateway, long epoch, string command, byte[] payload)
    {
        var isTaken = false;
        try
        {
            isTaken = await grains.GetGrain<IGatewayGrain>(gateway).Send(camera, epoch, payload);
        }
        finally
        {
            if (!isTaken)
                _sent.Remove(command);
        }
    }
}
