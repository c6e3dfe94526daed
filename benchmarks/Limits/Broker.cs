using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Mihari.Benchmarks.Server;
using Mihari.Tests.Fleet;

namespace Mihari.Benchmarks.Limits;

/// <summary>A server that takes messages and does nothing with them, in a process of its own: what the cameras and MQTT itself cost.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private const string Established = "01";
    private const string CloseWait = "08";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly string? _configuration;
    private readonly PosixSignalRegistration _asked;

    private Broker(string name, int port, ProcessStartInfo start, string? configuration = null)
    {
        (Name, Port, _configuration) = (name, port, configuration);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _asked = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => End()); // As Ctrl-C does, which goes to both.
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>Seconds of processor time that it has had.</summary>
    public double Cpu => ServerProgram.CpuOf(_process.Id);

    /// <summary>What it has in memory, in KiB.</summary>
    public double Kibibytes => ServerProgram.KibibytesOf(_process.Id, "VmRSS");

    /// <summary>Sockets of devices that it has not let go yet, be it that the device has.</summary>
    public int Connections => File.ReadLines("/proc/net/tcp").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Count(fields => fields[1].EndsWith(Port.ToString("X4", CultureInfo.InvariantCulture), StringComparison.Ordinal) && fields[3] is Established or CloseWait);

    /// <summary>Debian's mosquitto, without persistence and without a list of who may do what.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start.</exception>
    public static async Task<Broker> Mosquitto()
    {
        const string program = "/usr/sbin/mosquitto";
        if (!File.Exists(program))
            throw new InvalidOperationException("mosquitto is not installed: apt-get install mosquitto");

        var port = ServerProgram.FreePort();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"listener {port} 127.0.0.1\nallow_anonymous true\nmax_inflight_messages 0\nset_tcp_nodelay true\nlog_dest none\n"));
        return await Listening(new Broker("mosquitto", port, new ProcessStartInfo(program, ["-c", file]), file));
    }

    /// <summary>MQTTnet, whose handler acknowledges and passes nothing on.</summary>
    public static Task<Broker> Empty()
    {
        var port = ServerProgram.FreePort();
        return Listening(new Broker("MQTTnet alone", port, new ProcessStartInfo(Environment.ProcessPath!, [EmptyBroker.Command, port.ToString(CultureInfo.InvariantCulture)])));
    }

    public async ValueTask DisposeAsync()
    {
        _asked.Dispose();
        End();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void End()
    {
        if (!_process.HasExited)
            _process.Kill();
        if (_configuration is not null)
            File.Delete(_configuration);
    }

    private static async Task<Broker> Listening(Broker broker)
    {
        if (await Clock.Until(() => broker._process.HasExited || Accepts(broker.Port), Patience) is not null && !broker._process.HasExited)
            return broker;

        var name = broker.Name;
        await broker.DisposeAsync();
        throw new InvalidOperationException($"{name} did not start");
    }

    private static bool Accepts(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
