using System.Runtime.InteropServices;

namespace Mihari.Agent.Recording;

/// <summary>Makes a file's name durable: on Unix the folder has to be synchronised apart from the file.</summary>
internal static class DirectorySync
{
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;

        var descriptor = Open(folder, 0);
        if (descriptor < 0)
            throw new IOException($"'{folder}' cannot be opened", Marshal.GetLastPInvokeError());
        try
        {
            if (Sync(descriptor) != 0)
                throw new IOException($"'{folder}' cannot be synchronised", Marshal.GetLastPInvokeError());
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Writes a small file so that a crash leaves the old one or the new one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All that it will hold.</param>
    /// <param name="beforeMove">Called when the new content is durable, before it takes the old one's place.</param>
    public static void WriteDurably(string path, ReadOnlySpan<byte> content, Action? beforeMove = null)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        beforeMove?.Invoke();
        File.Move(temporary, path, overwrite: true);
        Flush(Path.GetDirectoryName(path)!);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
