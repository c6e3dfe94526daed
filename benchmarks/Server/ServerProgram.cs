using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Mihari.Benchmarks.Server;

/// <summary>The server program as it is delivered, in a process of its own with an empty data folder.</summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    private const int LinesKept = 20;
    private const double TicksPerSecond = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("mihari-load-").FullName;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Process _process;
    private readonly PosixSignalRegistration _asked;

    private ServerProgram(IEnumerable<(string Key, string Value)> settings)
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
        start.Environment["DOTNET_GCgen0size"] = "0x8000000"; // As ./run and the images do.
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

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

    /// <summary>Its data folder.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>The last lines that it wrote.</summary>
    private string LastWords => string.Join('\n', _lines);

    /// <summary>Seconds of processor time that a process has had.</summary>
    public static double CpuOf(int process)
    {
        // The name in brackets may hold blanks; after it, utime and stime are the 12th and 13th.
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>The memory of a process by a line of what the system says of it, in KiB.</summary>
    public static double KibibytesOf(int process, string line) => double.Parse(
        File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")).First(one => one.StartsWith(line + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture);

    /// <summary>The machine's load average over the last minute.</summary>
    public static double MachineLoad() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>Starts it with default settings, apart from ports, its folder, and these; returns when it takes work.</summary>
    public static async Task<ServerProgram> Start(params IEnumerable<(string Key, string Value)> settings)
    {
        var server = new ServerProgram(settings);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var from = Stopwatch.GetTimestamp();
        while (!await server.IsReady())
        {
            await timer.WaitForNextTickAsync();
            if (!server._process.HasExited && Stopwatch.GetElapsedTime(from) < Patience)
                continue;

            var said = server.LastWords;
            await server.DisposeAsync();
            throw new InvalidOperationException("the server did not start\n" + said);
        }

        return server;
    }

    /// <summary>With what its first support account signs in.</summary>
    public async Task<(string Email, string Password)> SupportSignIn()
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "support", "sign-in.json")))!;
        return ((string)file["email"]!, (string)file["password"]!);
    }

    /// <summary>Waits for something that needs the server.</summary>
    /// <exception cref="InvalidOperationException">The server ended meanwhile.</exception>
    public async Task WhileItRuns(Task work)
    {
        if (await Task.WhenAny(work, _process.WaitForExitAsync()) != work)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the server ended with code {_process.ExitCode}\n{LastWords}"));

        await work;
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

    /// <summary>A port that nobody had a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
