namespace Mihari.Tests.Drills.Nodes;

/// <summary>The source tree that the drill was built from, and the programs built beside it.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration of the drill's own build, in lower case.</summary>
    private static string Configuration => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string Program(string name) => Path.Combine(Root, "artifacts", "bin", name, Configuration, name);

    /// <summary>The same program of another source tree.</summary>
    public static string Of(string tree, string program) => Path.Combine(tree, program[program.LastIndexOf("artifacts", StringComparison.Ordinal)..]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
            folder = folder.Parent;

        return folder?.FullName ?? throw new InvalidOperationException("the drill does not run from within the source tree");
    }
}
