using Mihari.Identifiers;

namespace Mihari.Recordings;

/// <summary>
/// The uploads that a camera's captures wait for; key: the device id. The token in an upload URL is the camera grain's own:
/// random, for one object, and valid until its command expires (design, rule 7; device protocol, Every URL).
/// </summary>
[Alias("Mihari.IClipUploads")]
public interface IClipUploads : IGrainWithStringKey
{
    /// <summary>Whether an upload may start, and where its bytes go.</summary>
    [Alias("BeginUpload"), Orleans.Concurrency.AlwaysInterleave]
    Task<UploadPermit> BeginUpload(ClipId clip, ClipPart part, string token);

    /// <summary>
    /// The bytes are durable in the media store: index them. When the task completes, 201 may be answered.
    /// Repeating it changes nothing.
    /// </summary>
    [Alias("CompleteUpload")]
    Task CompleteUpload(ClipId clip, ClipPart part, string token, long bytes, string sha256);
}

/// <summary>Whether an upload may start.</summary>
public enum UploadAnswer
{
    /// <summary>Go on.</summary>
    Granted = 1,

    /// <summary>The object is there: answer 409, which the device takes for success.</summary>
    AlreadyThere = 2,

    /// <summary>No such upload, or a wrong token: answer 401.</summary>
    Refused = 3,

    /// <summary>The token was right once: answer 403.</summary>
    Expired = 4,
}

/// <summary>The answer to an upload.</summary>
/// <param name="Answer">Whether it may start.</param>
/// <param name="Key">Where its bytes go in the media store, when granted.</param>
/// <param name="MaxBytes">The largest object allowed, when granted.</param>
[GenerateSerializer, Immutable, Alias("Mihari.UploadPermit")]
public sealed record UploadPermit(
    [property: Id(0)] UploadAnswer Answer,
    [property: Id(1)] string? Key,
    [property: Id(2)] long MaxBytes);
