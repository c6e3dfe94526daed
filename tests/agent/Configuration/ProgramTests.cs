using System.Diagnostics;
using System.Text.Json;
using Mihari.Agent.Configuration;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Configuration;

/// <summary>The program itself: what it refuses, and what is left when it is killed.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData("Key", "two words", "Agent:Cameras:0:Key is '(not shown)', but must be 1 to 128 visible ASCII characters")]
    [InlineData("DeviceId", "00:11", "Agent:Cameras:0:DeviceId is '00:11', but must be 12 upper-case hex digits")]
    [InlineData("Source", "http://user:pass@x/", "Agent:Cameras:0:Source is 'http://…@x/', but must be synthetic:, file:<path> or rtsp://<address>")]
    [InlineData("Source", "synthetic:every=1s", "Agent:Cameras:0:Source is 'synthetic:every=1s', but must be synthetic:seed=<0 to 9999>&every=<5 s to 1 h, as in 20s or 2m>")]
    [InlineData("Sensitivity", "1.5", "Agent:Cameras:0:Sensitivity is '1.5', but must be 0 to 1")]
    [InlineData("Fps", "ten", "Agent:Cameras:0:Fps is 'ten', but must be a whole number from 5 to 30")]
    [InlineData("Sound", "off", "Agent:Cameras:0:Sound is 'off', but must be true or false")]
    [InlineData("Capacity", "1GB", "Agent:Cameras:0:Capacity is '1GB', but must be 4 MiB to 16 TiB, in bytes")]
    [InlineData("Cart", "/mnt", "no such key: 'Cart'; a camera has DeviceId, Key, Source, ")]
    public Task Main_WrongValueOfACamera_StopsWithOneLine(string key, string value, string line) =>
        Refuses(Start(("Agent:Cameras:0:" + key, value)), line);

    [Theory]
    [InlineData("KeepAlive", "soon", "Agent:KeepAlive is 'soon', but must be a time span from 00:00:05 to 00:02:00")]
    [InlineData("TimeZone", "Mars/Base", "Agent:TimeZone is 'Mars/Base', but must be the IANA name of a time zone, such as Asia/Tokyo")]
    [InlineData("TimeZone", "Tokyo Standard Time", "Agent:TimeZone is 'Tokyo Standard Time', but must be the IANA name")]
    [InlineData("Servr", "x", "no such key: 'Servr'; Agent has Server, ")]
    public Task Main_WrongValue_StopsWithOneLine(string key, string value, string line) =>
        Refuses(Start(("Agent:" + key, value)), line);

    [Theory]
    [InlineData("{ \"Agent\": {\n  \"Server\": \"a\"\n  \"DataFolder\": \"b\" } }", ", line 3: ")]
    [InlineData("{ \"Agent\": { \"Server\": \"a\", \"Server\": \"b\" } }", ": A duplicate key 'Agent:Server' was found.")]
    [InlineData("{ \"Agent\": { \"Server\": \"mqtt://a\", \"Cameras\": \"none\" } }", null)]
    public async Task Main_FileThatIsBroken_NamesFileAndPlace(string text, string? place)
    {
        await File.WriteAllTextAsync(_temp["broken.json"], text);

        await Refuses(
            Programs.Start("dotnet", typeof(AgentOptions).Assembly.Location, "--config", _temp["broken.json"]),
            place is null ? "Agent:Cameras is 'none', but must be a list of cameras" : _temp["broken.json"] + place);
    }

    [Fact]
    public async Task Main_Killed_LeavesNoFfmpegBehind()
    {
        using var process = Start();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Programs.Patience) is { } line && !line.Contains("pictures come", StringComparison.Ordinal))
        {
            // Until ffmpeg runs.
        }

        using var child = Process.GetProcessById(int.Parse(
            (await File.ReadAllTextAsync($"/proc/{process.Id}/task/{process.Id}/children")).Split(' ')[0] is { Length: > 0 } id ? id : await AnyChild(process.Id),
            System.Globalization.CultureInfo.InvariantCulture));
        process.Kill();

        await child.WaitForExitAsync().WaitAsync(Programs.Patience);
    }

    /// <summary>Whoever starts it, and with whatever umask.</summary>
    [Fact]
    public async Task Main_Recording_KeepsEverythingToItself()
    {
        using var process = Start();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Programs.Patience) is { } line && !line.Contains("pictures come", StringComparison.Ordinal))
        {
            // Until the first piece is on the card, or is about to be.
        }

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = new CancellationTokenSource(Programs.Patience);
        while (!Directory.EnumerateFiles(_temp["data"], "*.mp4", SearchOption.AllDirectories).Any())
            await timer.WaitForNextTickAsync(limit.Token);
        process.Kill();
        await process.WaitForExitAsync();

        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        foreach (var path in Directory.EnumerateFileSystemEntries(_temp["data"], "*", SearchOption.AllDirectories).Prepend(_temp["data"]))
            Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & others) == 0, path);
    }

    [Fact]
    public void Defaults_OfTheOptions_AreWhatIsDocumented()
    {
        var (agent, camera) = (new AgentOptions(), new CameraOptions());

        Assert.Equal(TimeSpan.FromSeconds(18), agent.KeepAlive);
        Assert.Equal((1L << 30, 0.5, 640, 360, 10, true, "tcp"), (camera.Capacity, camera.Sensitivity, camera.Width, camera.Height, camera.Fps, camera.Sound, camera.Transport));
    }

    public void Dispose() => _temp.Dispose();

    private static async Task Refuses(Process started, string line)
    {
        using var process = started;
        var errors = await process.StandardError.ReadToEndAsync().WaitAsync(Programs.Patience);
        await process.WaitForExitAsync().WaitAsync(Programs.Patience);

        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith("mihari-agent: " + line, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.Empty(await process.StandardOutput.ReadToEndAsync());
    }

    /// <summary>The thread that started ffmpeg is its parent to the kernel's list of children.</summary>
    private static async Task<string> AnyChild(int process)
    {
        foreach (var task in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                if ((await File.ReadAllTextAsync(Path.Combine(task, "children"))).Split(' ')[0] is { Length: > 0 } child)
                    return child;
            }
            catch (IOException)
            {
                // The thread has ended meanwhile.
            }
        }

        throw new InvalidOperationException("there is no child");
    }

    private Process Start(params (string Key, string Value)[] changes)
    {
        File.WriteAllText(_temp["agent.json"], JsonSerializer.Serialize(new
        {
            Agent = new
            {
                Server = $"mqtt://127.0.0.1:{Programs.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture)}",
                DataFolder = _temp["data"],
                Cameras = new[] { new { DeviceId = "00112233BBCC", Key = "k", Source = "synthetic:" } },
            },
        }));
        return Programs.Start(
            "dotnet",
            [typeof(AgentOptions).Assembly.Location, "--config", _temp["agent.json"], .. changes.Select(c => $"--{c.Key}={c.Value}")]);
    }
}
