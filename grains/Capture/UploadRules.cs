using Mihari.Grains.Cameras;
using Mihari.Grains.Media;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;

namespace Mihari.Grains.Capture;

/// <summary>Which uploads a camera may make: those its captures wait for, each with its own token and until its command expires.</summary>
internal static class UploadRules
{
    private const long MaxVideoBytes = 256L * 1024 * 1024;
    private const long MaxThumbnailBytes = 2L * 1024 * 1024;

    /// <summary>The largest object, in bytes.</summary>
    public static long MaxBytes(ClipPart part) => part == ClipPart.Video ? MaxVideoBytes : MaxThumbnailBytes;

    /// <summary>The clip that a token is for, or null.</summary>
    public static ClipRecord? Find(CameraState camera, ClipId clip, ClipPart part, string token)
    {
        var record = camera.Clips.FirstOrDefault(c => c.Id == clip);
        var expected = part == ClipPart.Video ? record?.VideoToken : record?.ThumbnailToken;
        return expected is not null && MediaTokens.AreSame(expected, token) ? record : null;
    }

    /// <summary>The leave for an upload, with its address and size where it may start now.</summary>
    public static UploadPermit Permit(CameraState camera, DeviceId id, ClipId clip, ClipPart part, string token, DateTimeOffset now)
    {
        var answer = Judge(camera, clip, part, token, now);
        return answer == UploadAnswer.Granted
            ? new UploadPermit(answer, CaptureIds.Key(id, clip, part), MaxBytes(part))
            : new UploadPermit(answer, null, 0);
    }

    /// <summary>Whether an upload may start now.</summary>
    public static UploadAnswer Judge(CameraState camera, ClipId clip, ClipPart part, string token, DateTimeOffset now)
    {
        if (Find(camera, clip, part, token) is not { } record)
            return UploadAnswer.Refused;

        var isThere = part == ClipPart.Video ? record.VideoBytes is not null : record.HasThumbnail;
        if (isThere)
            return UploadAnswer.AlreadyThere;

        var isOver = record.TokensExpire < now || (part == ClipPart.Video && !record.IsPending);
        return isOver ? UploadAnswer.Expired : UploadAnswer.Granted;
    }
}
