using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Mihari.Benchmarks.Streams;

/// <summary>The server program as it is delivered, in a process of its own with an empty data folder.</summary>
internal sealed class RelayServer : IAsyncDisposable
{
    private const int LinesKept = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("mihari-relay-").FullName;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Process _process;
    private readonly PosixSignalRegistration _asked;

    private RelayServer()
    {
        var (web, silo) = (FreePort(), FreePort());
        Gateway = FreePort();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{web}"));
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Mihari.Web/release/Mihari.Web"));
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Web__Port"] = Text(web);
        start.Environment["Gateway__Port"] = Text(Gateway);
        start.Environment["Silo__Port"] = Text(silo);
        start.Environment["Storage__Folder"] = Data;
        _process = Process.Start(start)!;
        _asked = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Kill()); // As Ctrl-C does, which goes to both.
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>The port for devices.</summary>
    public int Gateway { get; }

    public int ProcessId => _process.Id;

    /// <summary>With what its first support account signs in.</summary>
    public string SignInFile => Path.Combine(Data, "support", "sign-in.json");

    /// <summary>Its data folder.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>Starts it; returns when it takes work.</summary>
    public static async Task<RelayServer> Start()
    {
        var server = new RelayServer();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var from = Stopwatch.GetTimestamp();
        while (!await server.IsReady())
        {
            await timer.WaitForNextTickAsync();
            if (!server._process.HasExited && Stopwatch.GetElapsedTime(from) < Patience)
                continue;

            var said = string.Join('\n', server._lines);
            await server.DisposeAsync();
            throw new InvalidOperationException("the server did not start\n" + said);
        }

        return server;
    }

    public async Task<Metrics> Scrape() => new(await _http.GetStringAsync(new Uri(Address, "metrics")));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _asked.Dispose();
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Address, "health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;

        _lines.Enqueue(line);
        if (_lines.Count > LinesKept)
            _lines.TryDequeue(out _);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
