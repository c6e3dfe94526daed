using Mihari.Media;

namespace Mihari.Stills;

/// <summary>The picture that a camera was asked for; key: the device id. The token is random, for one picture and some seconds.</summary>
[Alias("Mihari.IStillUploads")]
public interface IStillUploads : IGrainWithStringKey
{
    /// <summary>Whether the upload may start, and where its bytes go.</summary>
    [Alias("BeginUpload")]
    Task<UploadPermit> BeginUpload(string still, string token);

    /// <summary>The bytes are durable in the media store. Repeating it changes nothing.</summary>
    /// <exception cref="Refusals.UnknownIdException">Another picture was asked for meanwhile.</exception>
    [Alias("CompleteUpload")]
    Task CompleteUpload(string still, string token);
}
