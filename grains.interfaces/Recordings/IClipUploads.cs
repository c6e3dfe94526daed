using Mihari.Identifiers;
using Mihari.Media;

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
