namespace Mihari.Tests.System.Processes;

/// <summary>The source tree that the tests were built from, and the programs built beside them.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration of the tests' own build, in lower case.</summary>
    private static string Configuration => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string Program(string project) => Path.Combine(Root, "artifacts", "bin", project, Configuration, project);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Orleans.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not lie in the source tree");

        return folder;
    }
}
