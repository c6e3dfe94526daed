using System.Diagnostics;

namespace Mihari.Benchmarks.Limits;

/// <summary>Files alone: written by as many threads as the store has, each flushed before the next.</summary>
internal static class FilesLimit
{
    private const int Writers = 16;
    private const int Piece = 128 << 10;

    /// <param name="content">Of each file.</param>
    /// <param name="files">How many.</param>
    /// <returns>Durable bytes a second.</returns>
    public static double BytesASecond(byte[] content, int files)
    {
        var folder = Directory.CreateTempSubdirectory("mihari-limit-").FullName;
        try
        {
            var from = Stopwatch.GetTimestamp();
            var next = 0;
            var writers = Enumerable.Range(0, Writers).Select(_ => new Thread(Write)).ToList();
            writers.ForEach(writer => writer.Start());
            writers.ForEach(writer => writer.Join());
            return (double)content.Length * files / Stopwatch.GetElapsedTime(from).TotalSeconds;

            void Write()
            {
                while (Interlocked.Increment(ref next) is var number && number <= files)
                    WriteFile(Path.Combine(folder, $"{number}"), content);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void WriteFile(string path, byte[] content)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, PreallocationSize = content.Length });
        for (var at = 0; at < content.Length; at += Piece)
            file.Write(content, at, Math.Min(Piece, content.Length - at));
        file.Flush(flushToDisk: true);
    }
}
