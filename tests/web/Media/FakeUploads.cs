using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;

namespace Mihari.Tests.Web.Media;

/// <summary>A camera that waits for uploads with the token <c>right</c>; <c>old</c> was right once.</summary>
public sealed class FakeUploads : IClipUploads
{
    public const long MaxBytes = 100_000;

    public List<(ClipId Clip, ClipPart Part, long Bytes, string Sha256)> Completed { get; } = [];

    /// <summary>Done when the first upload has begun.</summary>
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool ExpiresMeanwhile { get; set; }

    public Task<UploadPermit> BeginUpload(ClipId clip, ClipPart part, string token)
    {
        Begun.TrySetResult();
        return Task.FromResult(
            token == "old" ? new UploadPermit(UploadAnswer.Expired, null, 0)
            : token != "right" ? new UploadPermit(UploadAnswer.Refused, null, 0)
            : Completed.Exists(c => c.Clip == clip && c.Part == part) ? new UploadPermit(UploadAnswer.AlreadyThere, null, 0)
            : new UploadPermit(UploadAnswer.Granted, Key(clip, part), MaxBytes));
    }

    public Task CompleteUpload(ClipId clip, ClipPart part, string token, long bytes, string sha256)
    {
        if (ExpiresMeanwhile)
            throw new UnknownIdException("upload", clip.Value);

        Completed.Add((clip, part, bytes, sha256));
        return Task.CompletedTask;
    }

    public static string Key(ClipId clip, ClipPart part) => $"{part}/{clip.Value}";
}
