using System.Runtime.InteropServices;

namespace Mihari.Tests.Drills.Nodes;

/// <summary>POSIX signals, by their numbers on Linux.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>False where there is no such process any more.</summary>
    public static bool Send(int process, int signal) => SendSignal(process, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
