using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Mihari.Storage.Azure;

namespace Mihari.Tests.Storage.Azure;

/// <summary>Classes that share the one emulator.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteProcess>
{
    public const string Name = "Azurite";
}

/// <summary>The emulator of the whole run, in memory and on free ports; each class takes a prefix of its own.</summary>
public sealed class AzuriteProcess : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Three, as a port that was free may be taken before the emulator opens it.
    private const int Starts = 3;

    private Process? _process;
    private static int _prefixes;

    public string ConnectionString { get; private set; } = "";

    /// <summary>A prefix that nobody else of this run has.</summary>
    public static string FreshPrefix() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _prefixes)}");

    /// <summary>Options as a test has them: a fresh prefix, short pauses.</summary>
    public AzureStorageOptions Options() => new()
    {
        ConnectionString = ConnectionString,
        Prefix = FreshPrefix(),
        RetryPause = TimeSpan.FromMilliseconds(20),
    };

    public async Task InitializeAsync()
    {
        await Run("--install");
        for (var start = 1; ; start++)
        {
            var (blob, table) = (FreePort(), FreePort());
            ConnectionString = (await Run("--connection-string", blob, table)).Trim();
            _process = Process.Start(new ProcessStartInfo(Script, ["--blob-port", blob, "--table-port", table]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _process.OutputDataReceived += (_, _) => { };
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
            if (await Opens(blob) && await Opens(table))
                return;

            await DisposeAsync();
            if (start == Starts)
                throw new InvalidOperationException("the storage emulator did not start");
        }
    }

    public async Task DisposeAsync()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private static string Script
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
                folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
            return Path.Combine(folder.FullName, "azurite", "start");
        }
    }

    private static async Task<string> Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Script, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"azurite/start {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private async Task<bool> Opens(string port)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!_process!.HasExited)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), patience.Token);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
            }
        }

        return false;
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
