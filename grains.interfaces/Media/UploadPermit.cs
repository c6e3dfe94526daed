namespace Mihari.Media;

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
