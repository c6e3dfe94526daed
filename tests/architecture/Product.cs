using System.Reflection;
using System.Runtime.CompilerServices;

namespace Mihari.Tests.Architecture;

/// <summary>The assemblies of the product and the folder they come from.</summary>
internal static class Product
{
    public static readonly Assembly Interfaces = Assembly.Load("Mihari.Grains.Interfaces");
    public static readonly Assembly Protocol = Assembly.Load("Mihari.Protocol");
    public static readonly Assembly Grains = Assembly.Load("Mihari.Grains");
    public static readonly Assembly Storage = Assembly.Load("Mihari.Storage");
    public static readonly Assembly Silo = Assembly.Load("Mihari.Silo");
    public static readonly Assembly Web = Assembly.Load("Mihari.Web");
    public static readonly Assembly Agent = Assembly.Load("Mihari.Agent");

    public static readonly IReadOnlyList<Assembly> All = [Interfaces, Protocol, Grains, Storage, Silo, Web, Agent];

    /// <summary>The folders that hold the product's source.</summary>
    public static readonly IReadOnlyList<string> Folders = ["grains.interfaces", "protocol", "grains", "storage", "silo", "web", "agent"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Sources(string folder, params string[] patterns) => patterns
        .SelectMany(p => Directory.EnumerateFiles(Path.Combine(Root, folder), p, SearchOption.AllDirectories))
        .Where(f => !f.Contains("/node_modules/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal));

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
