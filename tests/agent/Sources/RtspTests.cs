using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Sources;

/// <summary>RTSP cameras through the real pipeline; all in this class, since their server takes the same ports for each.</summary>
public sealed class RtspTests
{
    [Fact]
    public async Task CameraServed_YieldsFragmentsAndComesBackAfterItWasGone()
    {
        var (clients, sources) = (Programs.FreePort(), Programs.FreePort());
        var sink = new PictureSink();
        await using var running = new RunningPipeline($"rtsp://user:rtsp-password@127.0.0.1:{Programs.Text(clients)}/cam", sink, "udp");
        await using (await ServedCamera.Start(clients, sources))
        {
            await sink.Until(present: true, running.Limit);
            Assert.Equal(320, (await sink.Fragments.Reader.ReadAsync(running.Limit)).Fragment.Init.Width);
            Assert.DoesNotContain("rtsp-password", await CommandLinesOfFfmpeg(), StringComparison.Ordinal);
        }

        await sink.Until(present: false, running.Limit);
        await using (await ServedCamera.Start(clients, sources))
            await sink.Until(present: true, running.Limit);
        Assert.DoesNotContain(running.Log.All, line => line.Contains("rtsp-password", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task CameraWithSound_YieldsBoth()
    {
        var (clients, sources) = (Programs.FreePort(), Programs.FreePort());
        await using var served = await ServedCamera.Start(clients, sources, sound: true);
        var sink = new PictureSink();
        await using var running = new RunningPipeline($"rtsp://127.0.0.1:{Programs.Text(clients)}/cam", sink, "udp");

        var fragments = await sink.Take(4, running.Limit);

        // The sound of the first begins when the camera is heard, and its pictures with the next key frame.
        Assert.All(fragments.Skip(1), f => Assert.InRange(f.Fragment.Sound!.Length.TotalSeconds, 0.9, 1.1));
        Assert.All(fragments, f => Assert.InRange(f.Fragment.SoundLag.TotalMilliseconds, -25, 25));
    }

    /// <summary>What any user of the machine sees of the programs that were started here.</summary>
    private static async Task<string> CommandLinesOfFfmpeg()
    {
        var all = new System.Text.StringBuilder();
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            foreach (var child in (await Read(Path.Combine(task, "children"))).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                all.AppendLine(await Read($"/proc/{child}/cmdline"));
        }

        Assert.Contains("libx264", all.ToString(), StringComparison.Ordinal);
        return all.ToString();
    }

    /// <summary>Nothing where the thread or program has ended meanwhile: other tests start and end theirs in this process.</summary>
    private static async Task<string> Read(string file)
    {
        try
        {
            return await File.ReadAllTextAsync(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
