using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace Mihari.Tests.Silo.Hosts;

/// <summary>The mosquitto clients: devices that this project did not write.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _seen = [];
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private Mosquitto(string program, IEnumerable<string> arguments)
    {
        _process = new Process
        {
            // Into a pipe it would write whole blocks.
            StartInfo = new ProcessStartInfo("stdbuf", ["-oL", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything it has written so far, errors too.</summary>
    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_seen)
                return [.. _seen];
        }
    }

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Publishes one message and waits for the end; the exit code and what was written.</summary>
    public static async Task<(int Code, string Output)> Publish(GatewayHost host, TestDevice device, string channel, string payload, params string[] more)
    {
        await using var client = Start("mosquitto_pub", host, device, ["-t", channel.Contains('/', StringComparison.Ordinal) ? channel : $"v1/{device.Name}/{channel}", "-m", payload, "-q", "1", .. more]);
        return await client.Exit();
    }

    /// <summary>A device that listens to its commands, connected and subscribed.</summary>
    public static async Task<Mosquitto> Listen(GatewayHost host, TestDevice device, params string[] more)
    {
        var client = Start("mosquitto_sub", host, device, ["-t", $"v1/{device.Name}/command", "-q", "1", "-d", .. more]);
        try
        {
            await client.Line(line => line.StartsWith("Subscribed", StringComparison.Ordinal));
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    public static Mosquitto Start(string program, GatewayHost host, TestDevice device, IEnumerable<string> more)
    {
        var arguments = more.ToList();
        void Default(string option, string value)
        {
            if (!arguments.Contains(option))
                arguments.AddRange([option, value]);
        }

        Default("-h", "127.0.0.1");
        Default("-p", host.Port.ToString(CultureInfo.InvariantCulture));
        Default("-i", device.Name);
        Default("-u", device.Name);
        Default("-P", device.Key);
        Default("-A", device.Address);
        Default("-k", "20");
        return new Mosquitto(program, arguments);
    }

    /// <summary>The next line that matches.</summary>
    public async Task<string> Line(Func<string, bool> match)
    {
        using var patience = new CancellationTokenSource(GrainCalls.Patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
            {
                if (match(line))
                    return line;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below with what was seen.
        }

        throw new Xunit.Sdk.XunitException($"the line did not come; seen:\n{string.Join('\n', Seen)}");
    }

    public async Task<(int Code, string Output)> Exit()
    {
        await _process.WaitForExitAsync().WaitAsync(GrainCalls.Patience);
        return (_process.ExitCode, string.Join('\n', Seen));
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_seen)
            _seen.Add(line);
        _lines.Writer.TryWrite(line);
    }
}
