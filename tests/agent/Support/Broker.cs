using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;

namespace Mihari.Tests.Agent.Support;

/// <summary>One message that a device published.</summary>
internal sealed record Heard(string Channel, JsonElement Payload);

/// <summary>A real mosquitto, which knows one device and its key, and ears on all that the device says.</summary>
internal sealed class Broker : IAsyncDisposable
{
    public const string Device = "0011223344AA";
    public const string Key = "right-key";

    private readonly TempFolder _temp = new();
    private readonly Channel<Heard> _heard = Channel.CreateUnbounded<Heard>();
    private Process? _broker;
    private Process? _ears;

    public int Port { get; } = Programs.FreePort();

    public string Server => string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{Port}");

    /// <summary>The address of its TLS listener, where it was started with one.</summary>
    public string TlsServer => string.Create(CultureInfo.InvariantCulture, $"mqtts://127.0.0.1:{TlsPort}");

    private int TlsPort { get; } = Programs.FreePort();

    public static async Task<Broker> Start(Authority? tls = null)
    {
        var broker = new Broker();
        await File.WriteAllTextAsync(broker._temp["conf"], string.Create(CultureInfo.InvariantCulture,
            $"listener {broker.Port} 127.0.0.1\nallow_anonymous false\npassword_file {broker._temp["users"]}\nuser root\n"));
        if (tls is not null)
        {
            await File.AppendAllTextAsync(broker._temp["conf"], string.Create(CultureInfo.InvariantCulture,
                $"listener {broker.TlsPort} 127.0.0.1\ncertfile {tls.ServerFile}\nkeyfile {tls.ServerKeyFile}\n"));
        }

        await File.WriteAllTextAsync(broker._temp["users"], $"{Device}:{Key}\ntest:test\n");
        using var hashing = Programs.Start("mosquitto_passwd", "-U", broker._temp["users"]);
        await hashing.WaitForExitAsync();
        await broker.Up();
        return broker;
    }

    public async Task Up()
    {
        _broker = Programs.Start("mosquitto", "-c", _temp["conf"]);
        await Programs.Listening(Port);

        // Into a pipe it would keep its lines until there are many.
        _ears = Programs.Start("stdbuf", "-oL", "mosquitto_sub", "-p", Text(Port), "-u", "test", "-P", "test", "-q", "1", "-t", "v1/#", "-v", "-d");
        var subscribed = new TaskCompletionSource();
        _ = Listen(_ears, subscribed);
        await subscribed.Task.WaitAsync(Programs.Patience);
    }

    /// <summary>It keeps its sockets and answers no more (SIGSTOP), until it goes down.</summary>
    public void Freeze()
    {
        using var stop = Programs.Start("kill", "-STOP", Text(_broker!.Id));
        Assert.True(stop.WaitForExit(Programs.Patience));
    }

    public async Task Down()
    {
        foreach (var process in (Process?[])[_ears, _broker])
        {
            if (process is null)
                continue;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        (_ears, _broker) = (null, null);
    }

    /// <summary>The next message that a predicate takes; others before it are passed over.</summary>
    public async Task<Heard> Next(Func<Heard, bool> wanted, TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? Programs.Patience);
        while (true)
        {
            var heard = await _heard.Reader.ReadAsync(limit.Token);
            if (wanted(heard))
                return heard;
        }
    }

    public async Task Command(string id, string name, object args, int expiresIn = 60)
    {
        var payload = JsonSerializer.Serialize(new { id, name, expires = TimeProvider.System.GetUtcNow().AddSeconds(expiresIn), args });
        using var process = Programs.Start("mosquitto_pub", "-p", Text(Port), "-u", "test", "-P", "test", "-q", "1", "-t", $"v1/{Device}/command", "-m", payload);
        await process.WaitForExitAsync().WaitAsync(Programs.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await Down();
        _temp.Dispose();
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private async Task Listen(Process ears, TaskCompletionSource subscribed)
    {
        while (await ears.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Subscribed", StringComparison.Ordinal) || line.Contains("SUBACK", StringComparison.Ordinal))
                subscribed.TrySetResult();
            if (!line.StartsWith($"v1/{Device}/", StringComparison.Ordinal))
                continue;

            var parts = line.Split(' ', 2);
            var channel = parts[0].Split('/')[2];
            if (channel != "command")
                _heard.Writer.TryWrite(new Heard(channel, JsonDocument.Parse(parts[1]).RootElement.Clone()));
        }
    }
}
