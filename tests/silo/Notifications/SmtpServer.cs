using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using MimeKit;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>A mail as it has arrived.</summary>
internal sealed record ArrivedMail(int Connection, string From, IReadOnlyList<string> To, string? User, bool IsSecure, string Hello, byte[] Raw)
{
    public MimeMessage Message => MimeMessage.Load(new MemoryStream(Raw));
}

/// <summary>A mail server that this project did not write; see smtp/server.js for what its recipients make it do.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();

    private SmtpServer(IEnumerable<string> arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Script(), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Errors += line.Data + "\n";
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; private set; }

    private string Errors { get; set; } = "";

    public static async Task<SmtpServer> Start(params string[] arguments)
    {
        var server = new SmtpServer(arguments);
        try
        {
            server.Port = (await server.Next("listening")).GetProperty("port").GetInt32();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task<ArrivedMail> Mail()
    {
        var mail = await Next("mail");
        return new ArrivedMail(
            mail.GetProperty("connection").GetInt32(),
            mail.GetProperty("from").GetString()!,
            [.. mail.GetProperty("to").EnumerateArray().Select(to => to.GetString()!)],
            mail.GetProperty("user").GetString(),
            mail.GetProperty("secure").GetBoolean(),
            mail.GetProperty("hello").GetString()!,
            mail.GetProperty("raw").GetBytesFromBase64());
    }

    /// <summary>A connection has ended.</summary>
    public async Task<int> Closed() => (await Next("closed")).GetProperty("connection").GetInt32();

    /// <summary>Mails to "slow" that wait get their answer.</summary>
    public async Task Release()
    {
        await _process.StandardInput.WriteLineAsync("release");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>What has been told and not been asked for, without waiting.</summary>
    public IReadOnlyList<string> Rest()
    {
        var rest = new List<string>();
        while (_events.Reader.TryRead(out var told))
            rest.Add(told.GetProperty("event").GetString()!);
        return rest;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The next event of this name; others before it are passed over.</summary>
    private async Task<JsonElement> Next(string name)
    {
        // The first start installs the package.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await foreach (var told in _events.Reader.ReadAllAsync(patience.Token))
            {
                if (told.GetProperty("event").GetString() == name)
                    return told;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below.
        }

        throw new Xunit.Sdk.XunitException($"the mail server did not tell of \"{name}\"; {Errors}");
    }

    private void Add(string? line)
    {
        if (line is null)
            _events.Writer.TryComplete();
        else
            _events.Writer.TryWrite(JsonDocument.Parse(line).RootElement);
    }

    private static string Script()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
        return Path.Combine(folder.FullName, "tests", "silo", "smtp", "start");
    }
}
