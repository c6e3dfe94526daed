using System.Globalization;

namespace Mihari.Web.Media;

/// <summary>How an upload ends: the status of the device protocol and, for those who build devices, the rule that it broke.</summary>
/// <param name="Status">The status to answer; 0 where the connection is to be closed so that the device comes again.</param>
/// <param name="Title">Names the rule; empty with 201 and 0.</param>
/// <param name="Detail">What was expected. Never what is there already, nor which part of a token is wrong.</param>
internal sealed record UploadOutcome(int Status, string Title, string Detail)
{
    public static readonly UploadOutcome Stored = new(StatusCodes.Status201Created, "", "");
    public static readonly UploadOutcome Broken = new(0, "", "");
    public static readonly UploadOutcome AlreadyThere = new(StatusCodes.Status409Conflict, "Already stored", "this was stored before; nothing is left to be done");
    public static readonly UploadOutcome NoLength = new(StatusCodes.Status411LengthRequired, "Length required", "a Content-Length header is needed; chunked bodies are not taken");
    public static readonly UploadOutcome NoDigest = new(StatusCodes.Status422UnprocessableEntity, "No digest", "a Digest header with sha-256= and the hash of the body in base 64 is needed");
    public static readonly UploadOutcome Empty = new(StatusCodes.Status422UnprocessableEntity, "Empty body", "the body is empty");
    public static readonly UploadOutcome OtherBytes = new(StatusCodes.Status422UnprocessableEntity, "Digest mismatch", "the bytes that came do not have the SHA-256 that the Digest header names");
    public static readonly UploadOutcome NoSpace = new(StatusCodes.Status507InsufficientStorage, "No space", "the disk of the server is full: try again later");
    public static readonly UploadOutcome TooMany = new(StatusCodes.Status503ServiceUnavailable, "Too many uploads", "too many uploads run just now: try again after the time in Retry-After");
    public static readonly UploadOutcome NotKnown = new(StatusCodes.Status503ServiceUnavailable, "Not available", "the server cannot tell just now whether this was stored: try again");

    public static UploadOutcome NoToken { get; } = Token(StatusCodes.Status401Unauthorized);

    public static UploadOutcome Expired { get; } = Token(StatusCodes.Status403Forbidden);

    public static UploadOutcome TooLarge(long most) =>
        new(StatusCodes.Status413PayloadTooLarge, "Too large", string.Create(CultureInfo.InvariantCulture, $"this upload may have at most {most} bytes"));

    public static UploadOutcome OtherType(string expected) =>
        new(StatusCodes.Status415UnsupportedMediaType, "Other media type", $"this upload takes {expected}, and its Content-Type has to say so");

    public static UploadOutcome NotA(string expected) =>
        new(StatusCodes.Status422UnprocessableEntity, "Not what it says it is", $"the bytes are not a whole {expected}");

    private static UploadOutcome Token(int status) => new(status, "Upload token refused", "the token in the upload address is missing, wrong or expired");
}
