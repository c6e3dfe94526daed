using System.Text.Json;

namespace Mihari.Storage.Transfer;

/// <summary>What a backup holds; its file is the last one that is written, so that a backup without it is none.</summary>
/// <param name="Format">Of the backup's files, see <see cref="Current"/>.</param>
/// <param name="Product">The version of the program that made it.</param>
/// <param name="Made">When it was begun.</param>
/// <param name="States">Grain states in the database.</param>
/// <param name="Entries">Entries of the timeline in the database.</param>
/// <param name="Media">Media objects, a file each.</param>
/// <param name="MediaBytes">Their length.</param>
/// <param name="DatabaseSha256">Of <c>mihari.db</c>, 64 lower-case hex digits.</param>
/// <param name="Files">The other files but media, with <c>/</c> between folder and name, and the hash of each.</param>
public sealed record BackupManifest(
    int Format, string Product, DateTimeOffset Made, long States, long Entries, long Media, long MediaBytes, string DatabaseSha256, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>The format that this program writes and reads.</summary>
    public const int Current = 1;

    internal static string Version { get; } = typeof(BackupManifest).Assembly.GetName().Version!.ToString(3);

    private static readonly JsonSerializerOptions Shape = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Shape);

    /// <exception cref="JsonException">It is none.</exception>
    internal static BackupManifest Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("format", out var format) && format.TryGetInt32(out var number) && number > Current
            ? throw new StorageUnavailableException("the backup was made by a newer version of this program: use that version")
            : document.Deserialize<BackupManifest>(Shape) is { DatabaseSha256: not null, Files: not null } manifest ? manifest : throw new JsonException();
    }
}
