using System.Globalization;

namespace Mihari.Tests.System.Run;

/// <summary>What becomes of the rest when one of the programs that <c>./run</c> started ends by itself.</summary>
[Trait("Category", "Slow")]
public sealed class RunSupervisionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_WhenTheAgentsAreKilled_SaysSoInOneLineAndStartsThemAgain()
    {
        await using var run = await RunScript.Start(_folder.Below("data"));
        await run.Line("connected;", Patience, 0);

        await run.Kill("Mihari.Agent", Patience);

        await run.ErrorLine("the agents start again", Patience);
        await run.Line("connected;", Patience, run.Output.Count);
        Assert.Equal(["run: the program of the agents ended with exit code 137 (killed by SIGKILL); the server goes on, and the agents start again in 2 s"], run.Errors);
        using var client = new HttpClient { BaseAddress = run.Address };
        Assert.Equal("Healthy", await client.GetStringAsync("health/ready"));
        await run.Interrupt(Patience);
        await run.Gone();
    }

    [Fact]
    public async Task Run_InterruptedBeforeTheAgentsStartAgain_LeavesNothingBehind()
    {
        await using var run = await RunScript.Start(_folder.Below("data"));
        await run.Kill("Mihari.Agent", Patience);
        await run.ErrorLine("start again in 2 s", Patience);

        await run.Interrupt(Patience);

        await run.Gone();
        Assert.Single(run.Errors);
    }

    /// <summary>It has no time to stop anything; what it started notices.</summary>
    [Fact]
    public async Task Run_Killed_TakesServerAndAgentsWithIt()
    {
        await using var run = await RunScript.Start(_folder.Below("data"));
        await run.Line("connected;", Patience, 0);

        run.KillItself();

        await run.Ended(Patience);
        await run.Gone();
    }

    [Fact]
    public async Task Run_OnAFolderThatIsInUse_NamesTheProcess()
    {
        await using var run = await RunScript.Start(_folder.Below("data"), "--empty");

        await using var second = new ProgramProcess(Path.Combine(Tree.Root, "run"), ["--empty", "--data", _folder.Below("data"), "--port", run.Address.Port.ToString(CultureInfo.InvariantCulture)], new Dictionary<string, string>(), Tree.Root);

        Assert.Equal(2, await second.Ended(Patience));
        Assert.StartsWith($"mihari: the data folder {_folder.Below("data")} is in use by another process (process ", Assert.Single(second.Errors.All), StringComparison.Ordinal);
        await run.Interrupt(Patience);
    }

    /// <summary>Database, pictures and cards, under the umask that most machines have.</summary>
    [Fact]
    public async Task Run_WithAnyUmask_KeepsItsDataToItself()
    {
        await using var run = await RunScript.Start(_folder.Below("data"));
        await run.Line("connected;", Patience, 0);
        using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100)))
        using (var limit = new CancellationTokenSource(Patience))
        {
            while (!Directory.EnumerateFiles(_folder.Below("data"), "*.mp4", SearchOption.AllDirectories).Any())
                await timer.WaitForNextTickAsync(limit.Token);
        }

        await run.Interrupt(Patience);

        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var all = Directory.EnumerateFileSystemEntries(_folder.Below("data"), "*", SearchOption.AllDirectories).Prepend(_folder.Below("data")).ToList();
        Assert.Contains(all, path => path.EndsWith(".mp4", StringComparison.Ordinal));
        Assert.Contains(all, path => path.EndsWith("mihari.db", StringComparison.Ordinal));
        foreach (var path in all)
            Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & others) == 0, path);
    }

    [Fact]
    public async Task Run_WhenTheServerIsKilled_SaysSoInOneLineAndStopsAllWithItsCode()
    {
        await using var run = await RunScript.Start(_folder.Below("data"));

        await run.Kill("Mihari.Web", Patience);

        Assert.Equal(137, await run.Ended(Patience));
        Assert.Equal(["run: the server ended with exit code 137 (killed by SIGKILL); everything stops"], run.Errors);
        await run.Gone();
    }

    [Fact]
    public async Task Run_WithAnAgentFileThatIsWrong_SaysWhatIsWrongAndLetsTheServerGoOn()
    {
        var data = _folder.Below("data");
        await using (var first = await RunScript.Start(data))
            await first.Interrupt(Patience);
        var file = Path.Combine(data, "demo", "agent.json");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("synthetic:seed=1", "synthetic:seed=many", StringComparison.Ordinal));

        await using var run = await RunScript.Start(data);
        await run.ErrorLine("start them again with", Patience);

        Assert.Equal(
            [
                "mihari-agent: Agent:Cameras:1:Source is 'synthetic:seed=many', but must be synthetic:seed=<0 to 9999>&every=<5 s to 1 h, as in 20s or 2m>",
                string.Create(CultureInfo.InvariantCulture, $"run: the agents cannot run, see above, and the server goes on; mend that, then start them again with: artifacts/bin/Mihari.Agent/release/Mihari.Agent --config {file}"),
            ],
            run.Errors);
        using var client = new HttpClient { BaseAddress = run.Address };
        Assert.Equal("Healthy", await client.GetStringAsync("health/ready"));
        await run.Interrupt(Patience);
    }
}
