using Mihari.Protocol;

namespace Mihari.Agent.Recording;

/// <summary>What a failed file operation says about the card.</summary>
internal static class CardFailure
{
    private const int NotPermitted = 1;
    private const int NoAccess = 13;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    /// <summary>ERROR_DISK_FULL as .NET writes it, which it does for ENOSPC on some paths on Unix too.</summary>
    private const int DiskFull = unchecked((int)0x80070070);

    public static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    public static WireSdState State(Exception e) => e switch
    {
        UnauthorizedAccessException => WireSdState.ReadOnly,
        DirectoryNotFoundException => WireSdState.Missing,
        { HResult: NoSpace or QuotaExceeded or DiskFull } => WireSdState.Full,
        { HResult: ReadOnlyFileSystem or NoAccess or NotPermitted } => WireSdState.ReadOnly,
        _ => WireSdState.Error,
    };
}
