namespace Mihari.Tests.System.Startup;

/// <summary>The demo's secrets and files: what is lost in part is made again, and of what can't be one line tells.</summary>
[Trait("Category", "Slow")]
public sealed class DemoFilesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Start_WithoutDemoAndKeys_SaysThatTheSignInIsLost()
    {
        await using var server = await MihariServer.Start();
        await server.Stop();
        Directory.Delete(Path.Combine(server.DataFolder, "demo"), recursive: true);
        Directory.Delete(Path.Combine(server.DataFolder, "keys"), recursive: true);

        var line = await server.Refusal(Patience);

        Assert.StartsWith("mihari: the demo's password is lost: ", line, StringComparison.Ordinal);
        Assert.Contains($"or delete {server.DataFolder} to begin with a new demo", line, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(server.DataFolder, "demo", "sign-in.json")));
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("keys")]
    public async Task Start_WithoutOneOfThem_KeepsTheSignIn(string folder)
    {
        await using var server = await MihariServer.Start();
        var before = await server.SignIn();
        await server.Stop();
        Directory.Delete(Path.Combine(server.DataFolder, folder), recursive: true);

        await server.StartAgain();

        Assert.Equal(before, await server.SignIn());
    }

    [Theory]
    [InlineData("{ \"Agent\": {\n  \"Server\" \"x\" } }", "(line 2: ")]
    [InlineData("{ \"Agent\": { \"Cameras\": {} } }", "(Cameras must be a list [ … ])")]
    [InlineData("[]", "(it must be an object { … })")]
    public async Task Start_WithAnAgentFileThatIsBroken_NamesFileAndPlace(string text, string place)
    {
        await using var server = await MihariServer.Start();
        await server.Stop();
        await File.WriteAllTextAsync(server.AgentConfiguration, text);

        var line = await server.Refusal(Patience);

        Assert.StartsWith($"mihari: the demo's file {server.AgentConfiguration} cannot be read {place}", line, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(server.AgentConfiguration));
    }

    [Fact]
    public async Task Start_WithEditsInTheAgentFile_LeavesThem()
    {
        await using var server = await MihariServer.Start();
        await server.Stop();
        var text = await File.ReadAllTextAsync(server.AgentConfiguration);
        var edited = text.Replace("\"Agent\": {", "\"Agent\": {\n    // where the cameras are\n    \"timeZone\": \"Asia/Tokyo\",", StringComparison.Ordinal);
        await File.WriteAllTextAsync(server.AgentConfiguration, edited);

        await server.StartAgain();

        Assert.Equal(edited, await File.ReadAllTextAsync(server.AgentConfiguration));
    }
}
