using Mihari.Cameras;
using Mihari.Protocol;

namespace Mihari.Grains.Cameras;

/// <summary>What a device's own words change; the same object where they say nothing new.</summary>
internal static class ReportRules
{
    /// <summary>Two measurements of the same clock differ by what the network does; that is not worth a write at each connection.</summary>
    private static readonly TimeSpan SkewNoise = TimeSpan.FromMilliseconds(250);

    /// <summary>Hello. One from an older connection changes nothing.</summary>
    public static CameraState Greeted(CameraState camera, DeviceGreeting greeting)
    {
        if (greeting.Epoch != camera.Epoch)
            return camera;

        var next = camera with
        {
            Kind = greeting.Kind,
            Model = greeting.Model,
            Firmware = greeting.Firmware,
            Boot = greeting.Boot,
            ClockSkew = IsNews(camera.ClockSkew, greeting.ClockSkew) ? greeting.ClockSkew : camera.ClockSkew,
            Sensors = camera.Sensors.SequenceEqual(greeting.Sensors) ? camera.Sensors : greeting.Sensors,
            Sd = greeting.Sd,
            Video = greeting.Video,
            IsFaulty = camera.IsFaulty && camera.Boot == greeting.Boot,
        };
        return next == camera ? camera : next;
    }

    /// <summary>
    /// An answer to a capture: a device that could not, and does not know why, has a fault until it can again, or starts anew. A recording that it can't
    /// cut however often it is asked is one fault, and not one each time.
    /// </summary>
    public static CameraState Answered(CameraState camera, CommandAnswer answer)
    {
        if (camera.Commands.FirstOrDefault(c => c.Id == answer.Command) is not { } command || camera.Clips.FirstOrDefault(c => c.Id == command.Clip) is not { Attempt: 1 })
            return camera;

        var isFaulty = !answer.Ok && answer.ErrorCode is not (
            ErrorCodes.UnknownCommand or ErrorCodes.BadArguments or ErrorCodes.Expired or ErrorCodes.SdUnavailable or ErrorCodes.NotRecorded or ErrorCodes.Busy
            or ErrorCodes.UploadFailed);
        return camera.IsFaulty == isFaulty ? camera : camera with { IsFaulty = isFaulty };
    }

    /// <summary>The device set its clock after its hello.</summary>
    public static CameraState Measured(CameraState camera, long epoch, TimeSpan skew) =>
        epoch == camera.Epoch && skew != camera.ClockSkew ? camera with { ClockSkew = skew } : camera;

    /// <summary>Status: only the fields that are there.</summary>
    public static CameraState Reported(CameraState camera, DeviceStatus status)
    {
        if (status.Epoch != camera.Epoch)
            return camera;

        var next = camera with { Sd = Merge(camera.Sd, status.Sd), Video = status.Video ?? camera.Video };
        return next == camera ? camera : next;
    }

    private static bool IsNews(TimeSpan known, TimeSpan measured) => (measured - known).Duration() > SkewNoise;

    private static SdCard? Merge(SdCard? known, SdCard? said) => said is null ? known : known is null ? said : new SdCard(
        said.State == SdCardState.Unknown ? known.State : said.State,
        said.CapacityBytes ?? known.CapacityBytes,
        said.UsedBytes ?? known.UsedBytes,
        said.Oldest ?? known.Oldest,
        said.LifePercent ?? known.LifePercent);
}
