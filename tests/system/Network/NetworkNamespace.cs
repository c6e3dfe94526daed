using System.Diagnostics;
using System.Globalization;

namespace Mihari.Tests.System.Network;

/// <summary>A network of its own for a device, joined to this machine's by a cable that can be cut without a word.</summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private readonly string _name;
    private readonly string _cable;

    private NetworkNamespace(string name, int net)
    {
        (_name, _cable) = (name, $"mh{name[^8..]}");
        Server = string.Create(CultureInfo.InvariantCulture, $"10.213.{net}.1");
        Device = string.Create(CultureInfo.InvariantCulture, $"10.213.{net}.2");
    }

    /// <summary>Why there can be none here, or null.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    /// <summary>This machine's end of the cable.</summary>
    public string Server { get; }

    public string Device { get; }

    /// <summary>What a program is started by in there; it replaces itself, so the program's id is that of the process.</summary>
    public string[] Within => ["ip", "netns", "exec", _name];

    public static async Task<NetworkNamespace> Create()
    {
        var made = new NetworkNamespace("mihari" + Guid.NewGuid().ToString("N")[..8], Random.Shared.Next(1, 250));
        await Ip("netns", "add", made._name);
        await Ip("link", "add", made._cable, "type", "veth", "peer", "name", "eth0", "netns", made._name);
        await Ip("addr", "add", made.Server + "/30", "dev", made._cable);
        await Ip("link", "set", made._cable, "up");
        await Ip("-n", made._name, "addr", "add", made.Device + "/30", "dev", "eth0");
        await Ip("-n", made._name, "link", "set", "eth0", "up");
        return made;
    }

    /// <summary>Every packet of the device is dropped, in and out; no socket is told.</summary>
    public async Task Cut()
    {
        await Execute("ip", [.. Within[1..], "iptables", "-A", "OUTPUT", "-j", "DROP"]);
        await Execute("ip", [.. Within[1..], "iptables", "-A", "INPUT", "-j", "DROP"]);
    }

    public Task Mend() => Execute("ip", [.. Within[1..], "iptables", "-F"]);

    /// <summary>The cable and the rules go with the namespace.</summary>
    public async ValueTask DisposeAsync() => await Ip("netns", "del", _name);

    private static Task Ip(params string[] arguments) => Execute("ip", arguments);

    private static async Task Execute(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors}");
    }

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux() || Signals.EffectiveUser() != 0)
            return "needs root on Linux, for a network namespace";

        foreach (var tool in new[] { "ip", "iptables" })
        {
            if (!(Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin").Split(':').Any(folder => File.Exists(Path.Combine(folder, tool))))
                return $"needs the program {tool}";
        }

        return null;
    }
}
