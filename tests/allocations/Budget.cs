using System.Globalization;
using Xunit.Abstractions;

namespace Mihari.Tests.Allocations;

/// <summary>What one message of a kind may allocate in the whole process.</summary>
/// <param name="What">One of them.</param>
/// <param name="Measured">Bytes, as last measured.</param>
/// <param name="Margin">What a measurement may be above that, as a share of it.</param>
/// <param name="Where">The code that it goes through.</param>
internal sealed record Budget(string What, int Measured, double Margin, string Where)
{
    public int Allowed => (int)(Measured * (1 + Margin));

    /// <summary>
    /// Fails where even the least of the rounds is above what is allowed: whatever else goes on in the process can only add to a round, and what was added to
    /// the code is in each of them.
    /// </summary>
    /// <param name="rounds">Bytes a message in each round.</param>
    /// <param name="output">Where the figures are told in any case.</param>
    public void Check(IReadOnlyCollection<double> rounds, ITestOutputHelper output)
    {
        var sorted = rounds.Order().ToArray();
        var least = sorted[0];
        var told = string.Create(
            CultureInfo.InvariantCulture,
            $"{What}: {least:#,0} bytes allocated (up to {sorted[^1]:#,0} in other rounds), allowed {Allowed:#,0}, which is {Measured:#,0} as last measured and {Margin:P0} more");
        output.WriteLine(told);
        output.WriteLine(string.Join(' ', rounds.Select(round => round.ToString("0", CultureInfo.InvariantCulture))));
        Assert.True(
            least <= Allowed,
            told + $".\nLook at what has been added to {Where}. Where it is worth that, the new figure belongs into tests/allocations/Budgets.cs.");
    }
}
