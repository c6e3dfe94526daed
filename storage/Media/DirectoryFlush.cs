using System.Runtime.InteropServices;

namespace Mihari.Storage.Media;

/// <summary>Makes the names in a directory durable; .NET can flush files only.</summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;

    /// <exception cref="IOException">The system could not.</exception>
    public static void Flush(string directory)
    {
        // NTFS journals its directories and has no such call.
        if (OperatingSystem.IsWindows())
            return;

        var handle = Open(directory, ReadOnly);
        if (handle < 0)
            throw Failure("open", directory);
        try
        {
            while (Fsync(handle) != 0)
            {
                if (Marshal.GetLastPInvokeError() != Interrupted)
                    throw Failure("flush", directory);
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failure(string what, string directory)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"cannot {what} the directory {directory}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
