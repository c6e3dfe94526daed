using System.Globalization;

namespace Mihari.Tests.System.Processes;

/// <summary>The edge agent, speaking for devices of the demo with synthetic scenes.</summary>
internal sealed class EdgeAgent : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _settings;
    private readonly string _program;
    private readonly string[] _arguments;
    private ProgramProcess? _process;

    /// <param name="address">The gateway's, as host:port.</param>
    /// <param name="cameras">Devices with their keys and sources.</param>
    /// <param name="within">A command that the agent is started by, as <c>ip netns exec …</c>; none: directly.</param>
    public EdgeAgent(string address, IEnumerable<(string Device, string Key, string Source)> cameras, params string[] within)
    {
        _settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Agent__Server"] = $"mqtt://{address}",
            ["Agent__DataFolder"] = _folder.Below("agent"),
        };
        foreach (var (index, (device, key, source)) in cameras.Index())
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"Agent__Cameras__{index}__");
            _settings[prefix + "DeviceId"] = device;
            _settings[prefix + "Key"] = key;
            _settings[prefix + "Source"] = source;
        }

        string[] all = [.. within, Tree.Program("Mihari.Agent")];
        (_program, _arguments) = (all[0], all[1..]);
    }

    public ProgramProcess Process => _process ?? throw new InvalidOperationException("the agent is not running");

    /// <param name="sound">Whether the first of its cameras records sound.</param>
    public async Task Start(bool sound = true)
    {
        if (_process is not null)
            await _process.DisposeAsync();

        _settings["Agent__Cameras__0__Sound"] = sound ? "true" : "false";

        _process = new ProgramProcess(_program, _arguments, _settings, _folder.Path);
    }

    /// <summary>SIGKILL, to the agent alone: its ffmpeg processes must end by themselves, and hold its output until then.</summary>
    public Task Kill()
    {
        Process.Kill();
        return Process.Ended(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();

        _folder.Dispose();
    }
}
