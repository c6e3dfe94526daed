using System.Diagnostics;
using System.Globalization;

namespace Mihari.Tests.Storage.Crash;

/// <summary>The writer in a process of its own, and what it said before it was killed.</summary>
internal static class CrashWriterProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Kills the writer with SIGKILL once it has printed that many lines; all its whole lines, split into words.</summary>
    public static async Task<List<string[]>> RunUntil(string folder, int round, int lines)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { typeof(CrashWriter.EmbeddedStorage).Assembly.Location, folder, round.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var said = new List<string[]>();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.EndsWith(" .", StringComparison.Ordinal))
                    said.Add(line.Split(' '));
                if (said.Count == lines)
                    process.Kill();
            }

            Assert.Equal("", await errors);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return said;
    }
}
