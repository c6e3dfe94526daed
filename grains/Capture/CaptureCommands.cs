using Mihari.Grains.Cameras;
using Mihari.Identifiers;
using Mihari.Protocol;

namespace Mihari.Grains.Capture;

/// <summary>Writes open capture commands as the device reads them: its own clock, and the addresses of the uploads.</summary>
internal static class CaptureCommands
{
    /// <summary>The payload of a command, or null where its clip is gone.</summary>
    public static byte[]? Write(CameraState camera, DeviceId id, OpenCommand command, Uri uploads)
    {
        var clip = camera.Clips.FirstOrDefault(c => c.Id == command.Clip);
        if (clip is null)
            return null;

        var args = new CaptureArgs
        {
            Clip = clip.Id.Value,
            From = clip.From - camera.ClockSkew,
            To = clip.To - camera.ClockSkew,
            Trigger = clip.TriggeredAt - camera.ClockSkew,
            UploadUrl = new Uri(uploads, $"media/uploads/{id}/{clip.Id}/video?token={clip.VideoToken}").AbsoluteUri,
            ThumbnailUrl = new Uri(uploads, $"media/uploads/{id}/{clip.Id}/thumbnail?token={clip.ThumbnailToken}").AbsoluteUri,
        };
        return Wire.Write(
            new Command
            {
                Id = command.Id,
                Name = CommandNames.Capture,
                Expires = command.Expires - camera.ClockSkew,
                Args = Wire.Element(args, WireJson.Default.CaptureArgs),
            },
            WireJson.Default.Command);
    }
}
