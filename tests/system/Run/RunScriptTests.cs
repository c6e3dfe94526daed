using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Mihari.Tests.System.Run;

/// <summary>The one command: it starts all, says where it is and how to sign in, and Ctrl-C stops all that it started.</summary>
[Trait("Category", "Slow")]
public sealed class RunScriptTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Twice_PrintsASignInThatWorksFindsItsDataAgainAndStopsOnCtrlC()
    {
        var data = _folder.Below("data");
        string password;
        await using (var run = await RunScript.Start(data))
        {
            Assert.Equal(run.Address, new Uri(run.Told("Mihari is ready:")));
            password = run.Told("password:");
            await SeesFourCameras(run, password);
            Assert.DoesNotContain(run.Output, line => IsComplaint(line) && !IsOfABusyMachine(line));
            Assert.Empty(run.Errors);
            await run.Runs("Mihari.Web", Patience);
            await run.Runs("Mihari.Agent", Patience);
            await StopsOnCtrlC(run);
        }

        await using (var run = await RunScript.Start(data))
        {
            Assert.Equal($"{password}, unless you have changed it", run.Told("password:"));
            await SeesFourCameras(run, password);
            await StopsOnCtrlC(run);
        }
    }

    [Fact]
    public async Task Run_Empty_HasNoDemoAndNoAgents()
    {
        await using var run = await RunScript.Start(_folder.Below("data"), "--empty");
        using var client = new HttpClient { BaseAddress = run.Address };

        Assert.Equal("Healthy", await client.GetStringAsync("health/ready"));
        Assert.DoesNotContain(run.Output, line => line.Contains("password:", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(_folder.Below("data"), "demo")));
        Assert.DoesNotContain("Mihari.Agent", run.Group());
        await StopsOnCtrlC(run);
    }

    private static async Task SeesFourCameras(RunScript run, string password)
    {
        using var client = new HttpClient { BaseAddress = run.Address };
        using var answer = await client.PostAsJsonAsync("api/v1/session", new { email = run.Told("e-mail address:"), password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var portfolio = JsonNode.Parse(await client.GetStringAsync("api/v1/buildings"))!;
        Assert.Equal(4, portfolio["buildings"]!.AsArray().Sum(building => (int)building!["cameras"]!));
    }

    private async Task StopsOnCtrlC(RunScript run)
    {
        var time = await run.Interrupt(Patience);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Ctrl-C -> everything stopped: {time.TotalSeconds:0.0} s"));
        Assert.InRange(time, TimeSpan.Zero, StopsWithin);
        await run.Gone();
    }

    private static bool IsComplaint(string line) => line.Contains(" warn: ", StringComparison.Ordinal) || line.Contains(" fail: ", StringComparison.Ordinal);

    /// <summary>Four agents that start beside the server may leave it without a core for a second, which its web server remarks on.</summary>
    private static bool IsOfABusyMachine(string line) => line.Contains("heartbeat has been running", StringComparison.Ordinal);
}
