using System.Runtime.InteropServices;

namespace Mihari.Agent.Configuration;

/// <summary>Recordings and keys are nobody's business but the agent's: all that it makes is its own user's alone.</summary>
internal static class PrivateFiles
{
    /// <summary>Takes the rights of group and others from every file and folder that this process makes from now on.</summary>
    public static void Only()
    {
        if (!OperatingSystem.IsWindows())
            _ = Umask(0x3f);
    }

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint Umask(uint mask);
}
