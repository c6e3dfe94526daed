using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Stills;

namespace Mihari.Web.Media;

/// <summary>What a device uploads, and the grain that waits for it.</summary>
internal interface IUpload
{
    /// <summary><c>video/mp4</c> or <c>image/jpeg</c>.</summary>
    string ContentType { get; }

    /// <summary>Whether it may start.</summary>
    Task<UploadPermit> Begin(string token);

    /// <summary>Its bytes are durable.</summary>
    /// <exception cref="Refusals.RefusalException">It ran out while they were coming.</exception>
    Task Complete(string token, MediaPromise stored);
}

/// <summary>A part of an event recording.</summary>
internal sealed class ClipUpload(IClipUploads grain, ClipId clip, ClipPart part) : IUpload
{
    public string ContentType => part == ClipPart.Video ? "video/mp4" : "image/jpeg";

    public Task<UploadPermit> Begin(string token) => grain.BeginUpload(clip, part, token);

    public Task Complete(string token, MediaPromise stored) => grain.CompleteUpload(clip, part, token, stored.Length, stored.Sha256);
}

/// <summary>A picture for walls.</summary>
internal sealed class StillUpload(IStillUploads grain, string still) : IUpload
{
    public string ContentType => "image/jpeg";

    public Task<UploadPermit> Begin(string token) => grain.BeginUpload(still, token);

    public Task Complete(string token, MediaPromise stored) => grain.CompleteUpload(still, token);
}
