using System.Diagnostics;

namespace Mihari.Tests.Drills;

/// <summary>The drill program in a process of its own; it ends with the tests, however those end, and its programs end with it.</summary>
internal static class DrillProcess
{
    private const string Name = "Mihari.Tests.Drills.Program";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4.5);

    /// <summary>Presence is as hasty as it may be, so that a false report would show soon.</summary>
    public static IReadOnlyList<string> Small { get; } =
    [
        "--cameras", "60", "--per-room", "2", "--silos", "2", "--webs", "2", "--rate", "6", "--before", "4", "--after", "3", "--dashboards", "2",
        "--reconnect-window", "10", "--hold-down", "10",
    ];

    /// <summary>Its exit code, and all that it wrote.</summary>
    public static async Task<(int Code, string Said)> Run(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Program(), [.. arguments, "--tied"]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await said + await errors);
        }
        finally
        {
            // Its programs are tied to it.
            process.Kill();
        }
    }

    private static string Program()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = folder.Name;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
            folder = folder.Parent;

        return Path.Combine(folder!.FullName, "artifacts", "bin", Name, configuration, Name);
    }
}
