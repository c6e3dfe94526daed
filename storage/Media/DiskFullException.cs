namespace Mihari.Storage.Media;

/// <summary>The disk or the user's quota is full.</summary>
internal sealed class DiskFullException(IOException cause) : Exception(cause.Message, cause)
{
    private const int Enospc = 28;
    private const int EdquotOnLinux = 122;
    private const int EdquotOnMac = 69;
    private const int OnWindows = unchecked((int)0x80070070);

    /// <summary>Whether that is what an error of the file system says.</summary>
    public static bool Is(IOException error) => error.HResult is Enospc or EdquotOnLinux or EdquotOnMac or OnWindows;
}
