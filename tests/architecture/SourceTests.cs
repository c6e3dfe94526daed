namespace Mihari.Tests.Architecture;

/// <summary>What holds for the source itself: its folders, and the size of its files.</summary>
public sealed class SourceTests
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
}
