using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mihari.Tests.Drills.Nodes;

/// <summary>
/// Starts all programs from one thread that lives as long as the drill: the kernel ends a program together with the thread
/// that started it (<c>setpriv --pdeathsig</c>), so that nothing is left behind however the drill ends.
/// </summary>
internal static class Launcher
{
    private static readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> Wanted = [];
    private static readonly bool CanTie = Path.Exists("/usr/bin/setpriv");

    static Launcher() => new Thread(Work) { IsBackground = true, Name = "launcher" }.Start();

    /// <summary>Starts a program that replaces whatever started it, so that the process's id is the program's; what it writes is appended to a file.</summary>
    public static Task<Process> Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string folder, string log)
    {
        string[] tie = CanTie ? ["/usr/bin/setpriv", "--pdeathsig", "KILL"] : [];
        string[] all = [.. tie, "/bin/sh", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "drill", log, program, .. arguments];
        var start = new ProcessStartInfo(all[0], all[1..]) { WorkingDirectory = folder };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Wanted.Add((start, started));
        return started.Task;
    }

    private static void Work()
    {
        foreach (var (start, started) in Wanted.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        }
    }
}
