using Orleans.Concurrency;

namespace Mihari.Troubles;

/// <summary>A device's answers to <c>ping</c>, from its gateway; key: the device id.</summary>
[Alias("Mihari.IPingLink")]
public interface IPingLink : IGrainWithStringKey
{
    /// <summary>Whether the answer to a command is still waited for, over the connection that it was sent over.</summary>
    [Alias("Awaits"), AlwaysInterleave]
    Task<bool> Awaits(string command, long epoch);

    /// <summary>It answered the command; what it said of itself has been taken in. Not ok: it said that it can't.</summary>
    [Alias("Pong"), AlwaysInterleave]
    Task Pong(string command, bool ok);
}

/// <summary>The ids of <c>ping</c> commands, by which their answers are told from those of others.</summary>
public static class PingCommands
{
    private const string Prefix = "ping-";

    /// <summary>A new one.</summary>
    public static string New() => Prefix + Guid.NewGuid().ToString("N");

    /// <summary>Whether a command is one.</summary>
    public static bool Has(string command) => command.StartsWith(Prefix, StringComparison.Ordinal);
}
