using System.Diagnostics;
using Mihari.Storage.Media;

namespace Mihari.Benchmarks.Limits;

/// <summary>Files alone: written on the threads of the store, and each made durable as there, without anybody who sends them.</summary>
internal static class FilesLimit
{
    private const int Piece = 128 << 10;

    /// <param name="content">Of each file.</param>
    /// <param name="files">How many.</param>
    /// <returns>Durable bytes a second.</returns>
    /// <exception cref="IOException">The disk is full, or has another fault.</exception>
    public static double BytesASecond(byte[] content, int files)
    {
        var folder = Directory.CreateTempSubdirectory("mihari-limit-").FullName;
        try
        {
            var from = Stopwatch.GetTimestamp();
            var all = Enumerable.Range(0, files).Select(number => DiskThreads.Run(() => Write(folder, Path.Combine(folder, $"{number}"), content)));
            Task.WhenAll(all).GetAwaiter().GetResult();
            return (double)content.Length * files / Stopwatch.GetElapsedTime(from).TotalSeconds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Write(string folder, string path, byte[] content)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, PreallocationSize = content.Length });
        for (var at = 0; at < content.Length; at += Piece)
            file.Write(content, at, Math.Min(Piece, content.Length - at));
        file.Flush(flushToDisk: true);
        DirectoryFlush.Flush(folder);
        return true;
    }
}
