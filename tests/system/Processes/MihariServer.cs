using System.Globalization;
using System.Text.Json.Nodes;

namespace Mihari.Tests.System.Processes;

/// <summary>The server on ports of its own and a data folder that outlives it; it can be killed and started again on both.</summary>
internal sealed class MihariServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _settings;
    private ProgramProcess? _process;

    private MihariServer(IEnumerable<(string Key, string Value)> settings)
    {
        var ports = FreePorts.Take(3);
        (WebPort, GatewayPort) = (ports[0], ports[1]);
        _settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Web__Port"] = Text(WebPort),
            ["Gateway__Port"] = Text(GatewayPort),
            ["Silo__Port"] = Text(ports[2]),
            ["Storage__Folder"] = DataFolder,
            ["Demo__Enabled"] = "true",
        };
        foreach (var (key, value) in settings)
            _settings[key] = value;
    }

    public int WebPort { get; }

    public int GatewayPort { get; }

    public string DataFolder => _folder.Below("data");

    public Uri Address => new($"http://{_settings.GetValueOrDefault("Web__Address", "127.0.0.1")}:{Text(WebPort)}/");

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    /// <summary>The configuration that the server wrote for the demo's agent.</summary>
    public string AgentConfiguration => Path.Combine(DataFolder, "demo", "agent.json");

    public ProgramProcess Process => _process ?? throw new InvalidOperationException("the server is not running");

    public static async Task<MihariServer> Start(params (string Key, string Value)[] settings)
    {
        var server = new MihariServer(settings);
        try
        {
            await server.StartAgain();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on the same folder and ports, and waits until it is ready.</summary>
    public async Task StartAgain()
    {
        if (_process is not null)
            await _process.DisposeAsync();

        _process = new ProgramProcess(Tree.Program("Mihari.Web"), [], _settings, _folder.Path);
        await _process.Line("Application started", Patience);
        await _process.Line("The demo property is registered", Patience);
        using var client = new HttpClient();
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri(Address, "health/ready")));
    }

    /// <summary>Starts it on the same folder and ports where it can't; its one line.</summary>
    public async Task<string> Refusal(TimeSpan patience)
    {
        await Process.DisposeAsync();
        _process = new ProgramProcess(Tree.Program("Mihari.Web"), [], _settings, _folder.Path);
        Assert.Equal(2, await Process.Ended(patience));
        return Assert.Single(Process.Errors.All);
    }

    /// <summary>SIGKILL; returns when the process is gone.</summary>
    public async Task Kill()
    {
        Process.Kill();
        await Process.Ended(Patience);
    }

    /// <summary>SIGTERM; its exit code.</summary>
    public async Task<int> Stop()
    {
        Process.Signal(Signals.Terminate);
        return await Process.Ended(Patience);
    }

    /// <summary>How the demo's administrator signs in.</summary>
    public Task<(string Email, string Password)> SignIn() => SignIn("demo");

    /// <summary>How the first support account signs in for the first time.</summary>
    public Task<(string Email, string Password)> SupportSignIn() => SignIn("support");

    /// <summary>The demo's devices with their keys.</summary>
    public async Task<IReadOnlyList<(string Device, string Key)>> Devices() =>
        [.. (await Read("demo", "agent.json"))["Agent"]!["Cameras"]!.AsArray().Select(camera => ((string)camera!["DeviceId"]!, (string)camera["Key"]!))];

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();

        _folder.Dispose();
    }

    private async Task<(string Email, string Password)> SignIn(string whose)
    {
        var file = await Read(whose, "sign-in.json");
        return ((string)file["email"]!, (string)file["password"]!);
    }

    private async Task<JsonNode> Read(string folder, string name) =>
        JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(DataFolder, folder, name)))!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
