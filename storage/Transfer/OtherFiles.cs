using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Mihari.Storage.Media;

namespace Mihari.Storage.Transfer;

/// <summary>
/// The small files of a data folder that are neither database nor media: keys of sessions, sign-ins that were issued. What lies deeper,
/// the memory cards of the demo's agents, is the agents' own.
/// </summary>
internal static partial class OtherFiles
{
    /// <summary>The folder of the keys of sessions.</summary>
    public const string Keys = "keys";

    private static readonly string[] Folders = [Keys, "demo", "support"];

    /// <summary>Whether a manifest may name a file so; another name could lead out of the folder.</summary>
    public static bool IsName(string name) => Name().IsMatch(name) && !name.Contains("..", StringComparison.Ordinal);

    /// <summary>The names of all that are there, with <c>/</c> between folder and name.</summary>
    public static IEnumerable<string> Of(string folder) => Folders
        .Where(name => Directory.Exists(Path.Combine(folder, name)))
        .SelectMany(name => Directory.EnumerateFiles(Path.Combine(folder, name)).Select(file => $"{name}/{Path.GetFileName(file)}"))
        .Where(name => IsName(name) && !name.EndsWith(".tmp", StringComparison.Ordinal));

    /// <summary>Copies files and makes them durable; the hash of each. One that has been removed meanwhile is left out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Copy(string from, string to, IEnumerable<string> names, CancellationToken cancel)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            byte[] bytes;
            try
            {
                bytes = await File.ReadAllBytesAsync(Path.Combine(from, name), cancel);
            }
            catch (FileNotFoundException)
            {
                continue;
            }

            hashes[name] = await Write(to, name, bytes, cancel);
        }

        return hashes;
    }

    /// <summary>Writes one and makes it durable; its hash.</summary>
    public static async Task<string> Write(string folder, string name, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        var path = Path.Combine(folder, name);
        DataFolder.Make(Path.GetDirectoryName(path)!);
        await using (var file = new FileStream(path, FileMode.CreateNew))
        {
            await file.WriteAsync(bytes, cancel);
            file.Flush(flushToDisk: true);
        }

        DirectoryFlush.Flush(Path.GetDirectoryName(path)!);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
    }

    [GeneratedRegex(@"^(keys|demo|support)/[A-Za-z0-9_.-]{1,120}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
