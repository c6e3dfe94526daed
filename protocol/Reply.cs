using System.Text.Json;

namespace Mihari.Protocol;

/// <summary>The error codes of a reply.</summary>
public static class ErrorCodes
{
    public const string UnknownCommand = "unknownCommand";
    public const string BadArguments = "badArguments";
    public const string Expired = "expired";
    public const string SdUnavailable = "sdUnavailable";
    public const string NotRecorded = "notRecorded";
    public const string Busy = "busy";
    public const string UploadFailed = "uploadFailed";
    public const string Internal = "internal";
}

/// <summary><c>reply</c>: the answer to a command.</summary>
public sealed record Reply
{
    /// <summary>The command's id.</summary>
    public required string Command { get; init; }

    public required bool Ok { get; init; }

    public JsonElement? Result { get; init; }

    /// <summary>There where <see cref="Ok"/> is false.</summary>
    public ReplyError? Error { get; init; }
}

/// <summary>Why a command failed; a code of <see cref="ErrorCodes"/> and a sentence for people.</summary>
public sealed record ReplyError
{
    public required string Code { get; init; }

    public string Message { get; init; } = "";
}
