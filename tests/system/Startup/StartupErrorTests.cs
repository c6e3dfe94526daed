using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mihari.Tests.System.Startup;

/// <summary>What the person who starts the server can mend is said in one line that names the key and what to do, with exit code 2.</summary>
[Trait("Category", "Slow")]
public sealed class StartupErrorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Web__Port", "Web:Port")]
    [InlineData("Gateway__Port", "Gateway:Port")]
    [InlineData("Silo__Port", "Silo:Port")]
    public async Task Start_WhenAPortIsTaken_NamesPortAndKey(string variable, string key)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var line = await Refusal((variable, port));

        Assert.Contains($"port {port} ", line, StringComparison.Ordinal);
        Assert.Contains($"set {key} ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Web__Port", "Web:Port")]
    [InlineData("Gateway__Port", "Gateway:Port")]
    [InlineData("Silo__Port", "Silo:Port")]
    public async Task Start_WhenAnotherServerHasThePort_NamesPortAndKey(string variable, string key)
    {
        var ports = FreePorts.Take(3);
        var names = new[] { "Web__Port", "Gateway__Port", "Silo__Port" };
        var settings = names.Zip(ports).ToDictionary(one => one.First, one => one.Second.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        settings["Storage__Folder"] = _folder.Below("first");
        await using var first = new ProgramProcess(Tree.Program("Mihari.Web"), [], settings, _folder.Path);
        await first.Line("Application started", Patience);

        var line = await Refusal((variable, settings[variable]));

        Assert.Contains($"port {settings[variable]} on 127.0.0.1 is taken", line, StringComparison.Ordinal);
        Assert.Contains($"set {key} ", line, StringComparison.Ordinal);
        Assert.False(first.HasExited);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    [InlineData("absent/below")]
    [InlineData("/proc/mihari")]
    public async Task Start_WhenTheDataFolderCannotBe_NamesFolderAndKey(string folder)
    {
        await File.WriteAllTextAsync(_folder.Below("file"), "not a folder");
        var path = Path.Combine(_folder.Path, folder);

        var line = await Refusal(("Storage__Folder", path));

        Assert.Contains(path, line, StringComparison.Ordinal);
        Assert.Contains("set Storage:Folder ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenAnotherServerHasTheDataFolder_NamesFolderProcessAndKey()
    {
        await using var server = await MihariServer.Start();

        var line = await Refusal(("Storage__Folder", server.DataFolder));

        Assert.Contains(server.DataFolder, line, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {server.Process.Id}"), line, StringComparison.Ordinal);
        Assert.Contains("set Storage:Folder ", line, StringComparison.Ordinal);
        Assert.False(server.Process.HasExited);
    }

    [Theory]
    [InlineData("Web__Port", "70000", "Web:Port", "70000")]
    [InlineData("Web__Port", "eighty", "Web:Port", "eighty")]
    [InlineData("Web__Address", "localhost", "Web:Address", "localhost")]
    [InlineData("Web__PublicUrl", "ftp://example.test", "Web:PublicUrl", "ftp://example.test")]
    [InlineData("Gateway__Port", "-1", "Gateway:Port", "-1")]
    [InlineData("Gateway__GrainTimeout", "soon", "Gateway:GrainTimeout", "soon")]
    [InlineData("Silo__Port", "0", "Silo:Port", "0")]
    [InlineData("Capture__MaxClip", "00:10:00", "Capture:MaxClip", "00:10:00")]
    [InlineData("Presence__ReconnectWindow", "00:00:01", "Presence:ReconnectWindow", "00:00:01")]
    [InlineData("Storage__CacheMebibytes", "0", "Storage:CacheMebibytes", "0")]
    [InlineData("SignIn__SessionLength", "00:00:01", "SignIn:SessionLength", "00:00:01")]
    [InlineData("Live__Lease", "00:00:01", "Live:Lease", "00:00:01")]
    [InlineData("Demo__Enabled", "perhaps", "Demo:Enabled", "perhaps")]
    public async Task Start_WithAWrongValue_NamesKeyAndValue(string variable, string value, string key, string shown)
    {
        var line = await Refusal((variable, value));

        Assert.Contains(key, line, StringComparison.Ordinal);
        Assert.Contains(shown, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Web__Prot", "Web:Prot")]
    [InlineData("Gateway__Prot", "Gateway:Prot")]
    [InlineData("Gateway__Tls__Certificate", "Gateway:Tls:Certificate")]
    [InlineData("Silo__Prot", "Silo:Prot")]
    [InlineData("Storage__Foder", "Storage:Foder")]
    [InlineData("Capture__PostRol", "Capture:PostRol")]
    [InlineData("Presence__HoldDown", "Presence:HoldDown")]
    [InlineData("SignIn__Length", "SignIn:Length")]
    [InlineData("Live__Leese", "Live:Leese")]
    [InlineData("Media__Uploads", "Media:Uploads")]
    [InlineData("Demo__Enable", "Demo:Enable")]
    public async Task Start_WithAnUnknownKey_NamesIt(string variable, string key)
    {
        var line = await Refusal((variable, "1"));

        Assert.Contains(key, line, StringComparison.Ordinal);
    }

    /// <summary>Starts the server with a setting that it cannot start with; its one line.</summary>
    private async Task<string> Refusal((string Key, string Value) wrong)
    {
        var ports = FreePorts.Take(3).Select(port => port.ToString(CultureInfo.InvariantCulture)).ToArray();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Web__Port"] = ports[0],
            ["Gateway__Port"] = ports[1],
            ["Silo__Port"] = ports[2],
            ["Storage__Folder"] = _folder.Below("data"),
            [wrong.Key] = wrong.Value,
        };
        await using var process = new ProgramProcess(Tree.Program("Mihari.Web"), [], settings, _folder.Path);
        var started = process.Output.Find(one => one.Contains("Application started", StringComparison.Ordinal), Patience, what: "start or end");
        var ended = process.Ended(Patience);
        Assert.True(await Task.WhenAny(started, ended) == ended, "the server has started");
        var code = await ended;

        var line = Assert.Single(process.Errors.All);
        Assert.Equal(2, code);
        Assert.StartsWith("mihari: ", line, StringComparison.Ordinal);
        return line;
    }
}
