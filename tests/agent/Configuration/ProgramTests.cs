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
    [InlineData("Fps", "ten", "Failed to convert configuration value 'ten' at 'Agent:Cameras:0:Fps'")]
    public async Task Main_WrongValue_StopsWithOneLine(string key, string value, string line)
    {
        using var process = Start(("Agent:Cameras:0:" + key, value));
        var errors = await process.StandardError.ReadToEndAsync().WaitAsync(Programs.Patience);
        await process.WaitForExitAsync().WaitAsync(Programs.Patience);

        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith("mihari-agent: " + line, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.Empty(await process.StandardOutput.ReadToEndAsync());
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

        await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Defaults_OfTheOptions_AreWhatIsDocumented()
    {
        var (agent, camera) = (new AgentOptions(), new CameraOptions());

        Assert.Equal(TimeSpan.FromSeconds(18), agent.KeepAlive);
        Assert.Equal((1L << 30, 0.5, 640, 360, 10, "tcp"), (camera.Capacity, camera.Sensitivity, camera.Width, camera.Height, camera.Fps, camera.Transport));
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>The thread that started ffmpeg is its parent to the kernel's list of children.</summary>
    private static async Task<string> AnyChild(int process)
    {
        foreach (var task in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            if ((await File.ReadAllTextAsync(Path.Combine(task, "children"))).Split(' ')[0] is { Length: > 0 } child)
                return child;
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
