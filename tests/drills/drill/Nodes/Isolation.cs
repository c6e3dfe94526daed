using System.Diagnostics;
using System.Globalization;
using Mihari.Tests.Drills.Running;

namespace Mihari.Tests.Drills.Nodes;

/// <summary>
/// Cuts a silo off without a word: what it sends and what is sent to its address is dropped, and no socket is told. The drill
/// has a network namespace of its own, so the rules go with it.
/// </summary>
internal static class Isolation
{
    public const string Drill = "cut";
    private const int FirstGroup = 61_000;

    /// <summary>The group that a silo runs in; by it the firewall knows what the silo sends.</summary>
    public static int Group(int silo) => FirstGroup + silo;

    public static IReadOnlyList<string> Within(int group) => ["setpriv", "--regid", Text(group), "--clear-groups"];

    public static async Task Cut(int silo, string address)
    {
        await Tables("-A", "OUTPUT", "-m", "owner", "--gid-owner", Text(Group(silo)), "-j", "DROP");
        await Tables("-A", "OUTPUT", "-d", address, "-j", "DROP");
        await Tables("-A", "OUTPUT", "-s", address, "-j", "DROP");
    }

    public static Task Mend() => Tables("-F", "OUTPUT");

    private static async Task Tables(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("iptables", arguments) { RedirectStandardError = true })
            ?? throw new DrillFailedException("iptables cannot be started");
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new DrillFailedException($"iptables {string.Join(' ', arguments)}: {errors.Trim()}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
