using Xunit.Abstractions;

namespace Mihari.Tests.Drills;

/// <summary>
/// Every fault in its short form: few cameras, a few seconds. What is asserted is the ledger alone; how fast a fault is
/// overcome is for a machine with nothing else to do, and <c>tests/drills/run</c>.
/// </summary>
[Trait("Category", "Slow")]
public sealed class ShortFormTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("kill")]
    [InlineData("hang", "--away", "15")]
    [InlineData("rolling")]
    [InlineData("redis-away", "--away", "10")]
    [InlineData("storage-away", "--away", "10")]
    [InlineData("storm")]
    public async Task Drill_OfFewCameras_LosesAndDoublesNothing(string drill, params string[] more)
    {
        var (code, said) = await DrillProcess.Run([drill, .. DrillProcess.Small, .. more]);

        output.WriteLine(said);
        Assert.True(code == 0, $"{drill} ended with {code}:\n{said}");
    }

    [Fact]
    public async Task Load_OnTheEmbeddedProfile_LosesAndDoublesNothing()
    {
        var (code, said) = await DrillProcess.Run(["load", "--embedded", .. DrillProcess.Small]);

        output.WriteLine(said);
        Assert.True(code == 0, $"load ended with {code}:\n{said}");
        Assert.Contains("The ledger balances.", said, StringComparison.Ordinal);
    }
}
