using System.Text.RegularExpressions;

namespace Mihari.Tests.Architecture;

/// <summary>What holds for the source itself: its folders, and the size of its files.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] BannedFolders = ["Services", "Helpers", "Managers", "Commands", "Models", "Utils", "Common"];

    [Fact]
    public void Folders_AreNamedAfterFeatures()
    {
        var banned = Product.Folders
            .SelectMany(f => Directory.EnumerateDirectories(Path.Combine(Product.Root, f), "*", SearchOption.AllDirectories))
            .Where(d => BannedFolders.Contains(Path.GetFileName(d)));

        Assert.Empty(banned);
    }

    /// <summary>Over a slow line an input with a value of its own is set back while somebody types; a binding knows what was typed.</summary>
    [Fact]
    public void Inputs_AreBound()
    {
        var unbound = Product.Sources("web", "*.razor").SelectMany(f => File.ReadLines(f)
            .Where(line => line.Contains("@oninput", StringComparison.Ordinal))
            .Select(line => $"{Path.GetRelativePath(Product.Root, f)}: {line.Trim()}"));

        Assert.Empty(unbound);
    }

    /// <summary>The second argument without its name is to load the page anew.</summary>
    [Fact]
    public void Navigation_NamesWhatItIsTold()
    {
        var unnamed = Product.Sources("web", "*.cs").SelectMany(f => File.ReadLines(f)
            .Where(line => NamelessNavigation().IsMatch(line))
            .Select(line => $"{Path.GetRelativePath(Product.Root, f)}: {line.Trim()}"));

        Assert.Empty(unnamed);
    }

    [Theory]
    [InlineData("grains", "*Grain.cs", 250)]
    [InlineData("web", "*.razor", 120)]
    [InlineData("grains.interfaces", "*.cs", 400)]
    [InlineData("protocol", "*.cs", 400)]
    [InlineData("grains", "*.cs", 400)]
    [InlineData("storage", "*.cs", 400)]
    [InlineData("silo", "*.cs", 400)]
    [InlineData("web", "*.cs", 400)]
    [InlineData("agent", "*.cs", 400)]
    [InlineData("tests", "*.cs", 400)]
    public void Files_StaySmall(string folder, string pattern, int lines)
    {
        var long_ = Product.Sources(folder, pattern)
            .Select(f => (File: Path.GetRelativePath(Product.Root, f), Lines: File.ReadLines(f).Count()))
            .Where(f => f.Lines > lines);

        Assert.Empty(long_);
    }

    [GeneratedRegex(@"NavigateTo\(.*, \w+\);", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamelessNavigation();
}
