namespace Mihari.Tests.System.Run;

/// <summary>What <c>./run</c> cannot start with is said in one line, and nothing is started.</summary>
[Trait("Category", "Slow")]
public sealed class RunOptionsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--port", "abc")]
    [InlineData("--port", "99999")]
    [InlineData("--port", "0")]
    [InlineData("--port", "080")]
    [InlineData("--mqtt-port", "x")]
    [InlineData("--mqtt-port", "-1")]
    [InlineData("--mqtt-port", "")]
    public async Task Run_WithAPortThatIsNone_NamesOptionValueAndRange(string option, string value)
    {
        var (code, errors) = await Refused([option, value]);

        Assert.Equal(2, code);
        Assert.Equal([$"run: {option} is '{value}', but must be a whole number from 1 to 65535"], errors);
    }

    [Theory]
    [InlineData("Web__Port", "eighty")]
    [InlineData("Gateway__Port", "65536")]
    public async Task Run_WithAPortOfTheEnvironmentThatIsNone_NamesIt(string variable, string value)
    {
        var (code, errors) = await Refused([], (variable, value));

        Assert.Equal(2, code);
        Assert.Equal([$"run: {variable} is '{value}', but must be a whole number from 1 to 65535"], errors);
    }

    [Fact]
    public async Task Run_WithAnOptionThatDoesNotExist_SaysSo()
    {
        var (code, errors) = await Refused(["--emty"]);

        Assert.Equal(2, code);
        Assert.Equal("run: no such option: --emty", errors[0]);
    }

    [Fact]
    public async Task Run_OfAClusterWithOnePortForTwoThings_NamesBoth()
    {
        var (code, errors) = await Refused(["--cluster", "--port", "18080", "--mqtt-port", "18080"]);

        Assert.Equal(2, code);
        Assert.Equal(["run: --port and --mqtt-port are both 18080, but must differ"], errors);
    }

    [Fact]
    public async Task Run_OfAClusterWithADataFolderWhoseParentIsMissing_MakesNothingAndNamesTheParent()
    {
        var (code, errors) = await Refused(["--cluster", "--data", _folder.Below("a/b")]);

        Assert.Equal(2, code);
        Assert.StartsWith($"run: the data folder {_folder.Below("a/b")} cannot be made because {_folder.Below("a")} does not exist", Assert.Single(errors), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Below("a")));
    }

    [Fact]
    public async Task Run_WithADataFolderWhoseParentIsMissing_MakesNothingAndNamesTheParent()
    {
        var ports = FreePorts.Take(3).Select(port => port.ToString(global::System.Globalization.CultureInfo.InvariantCulture)).ToArray();

        var (code, errors) = await Refused(["--data", _folder.Below("a/b/c"), "--port", ports[0], "--mqtt-port", ports[1]], ("Silo__Port", ports[2]));

        Assert.Equal(2, code);
        Assert.StartsWith($"mihari: the data folder {_folder.Below("a/b/c")} cannot be made because {_folder.Below("a/b")} does not exist", Assert.Single(errors), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Below("a")));
    }

    private static async Task<(int Code, IReadOnlyList<string> Errors)> Refused(string[] options, params (string Key, string Value)[] environment)
    {
        var settings = environment.ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
        await using var process = new ProgramProcess(Path.Combine(Tree.Root, "run"), options, settings, Tree.Root);
        var code = await process.Ended(Patience);
        return (code, process.Errors.All);
    }
}
