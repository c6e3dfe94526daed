using System.Globalization;

namespace Mihari.Benchmarks.Server;

/// <summary>The processes that this one has started, and those that they have.</summary>
internal static class Descendants
{
    private const int Parent = 1;

    /// <summary>Seconds of processor time that all of them have had which run now.</summary>
    /// <param name="server">Left out, with its own.</param>
    public static double CpuBeside(int server)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process) ? process : 0)
            .Where(process => process > 0)
            .Select(process => (Process: process, Parent: ParentOf(process)))
            .ToLookup(process => process.Parent, process => process.Process);
        return Below(Environment.ProcessId);

        double Below(int process) => children[process].Where(child => child != server).Sum(child => Cpu(child) + Below(child));
    }

    private static int ParentOf(int process) => Read(process) is { } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[Parent], CultureInfo.InvariantCulture) : 0;

    private static double Cpu(int process)
    {
        try
        {
            return ServerProgram.CpuOf(process);
        }
        catch (IOException)
        {
            return 0; // It has ended.
        }
    }

    private static string? Read(int process)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        }
        catch (IOException)
        {
            return null; // It has ended.
        }
    }
}
