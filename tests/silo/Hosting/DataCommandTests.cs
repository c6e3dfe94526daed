using Mihari.Silo.Hosting;

namespace Mihari.Tests.Silo.Hosting;

public sealed class DataCommandTests
{
    [Theory]
    [InlineData("no such command: 'bakcup'; Mihari.Silo has backup, import, and --help", "bakcup")]
    [InlineData("backup needs --to FOLDER", "backup")]
    [InlineData("--to needs a folder", "backup", "--to")]
    [InlineData("no such option of import: '--form'", "import", "--form", "x")]
    [InlineData("no such option of import: 'x'", "import", "x")]
    [InlineData("AzureStorage:Prefix is 'X'", "import", "--from", "/nowhere", "--AzureStorage:ConnectionString=UseDevelopmentStorage=true", "--AzureStorage:Prefix=X")]
    [InlineData("AzureStorage:Prefx: no such key", "backup", "--to", "/nowhere", "--AzureStorage:ConnectionString=UseDevelopmentStorage=true", "--AzureStorage:Prefx=abc")]
    [InlineData("AzureStorage:ConnectionString is missing", "backup", "--to", "/nowhere")]
    [InlineData("the folder /nowhere is neither a data folder nor a backup", "import", "--from=/nowhere", "--AzureStorage:ConnectionString=UseDevelopmentStorage=true")]
    public async Task Run_WrongCommand_SaysItInOneLineAndEndsWithTwo(string expected, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await ClusterCommands.RunAsync(args, () => Task.FromResult(0), output, error);

        Assert.Equal(StartupProblem.ExitCode, code);
        var line = Assert.Single(error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("mihari: ", line, StringComparison.Ordinal);
        Assert.Contains(expected, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--Silo:Port=1")]
    [InlineData("Silo:Port=1")]
    [InlineData("/Silo:Port", "1")]
    public async Task Run_SettingsAlone_Serves(params string[] args) =>
        Assert.Equal(7, await ClusterCommands.RunAsync(args, () => Task.FromResult(7)));

    [Theory]
    [InlineData("--help")]
    [InlineData("import", "--help")]
    public async Task Run_Help_TellsTheCommands(params string[] args)
    {
        using var output = new StringWriter();

        Assert.Equal(0, await ClusterCommands.RunAsync(args, () => Task.FromResult(7), output));
        Assert.Contains("import --from FOLDER", output.ToString(), StringComparison.Ordinal);
    }
}
