using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Mihari.Storage.Azure;
using Orleans.Runtime;

namespace Mihari.Storage.GrainState;

/// <summary>
/// A grain state as a row of the table: a partition of its own, whose key is <c>{state}~{grain}</c>, so that the grains of a
/// state are a range of keys. The row's key is the same: the emulator finds rows by it, and would walk through all that had one key.
/// The payload lies in pieces of what a property may hold, or in a blob that the row names.
/// </summary>
/// <param name="ETag">The table's.</param>
/// <param name="WriteId">Random for each write: by it a writer knows its own work again when the answer was lost.</param>
/// <param name="Blob">Where the payload is, or null where the row holds it.</param>
internal sealed record StateRow(ETag ETag, Guid WriteId, string? Blob, TableEntity Entity)
{
    /// <summary>The largest payload that a row takes; a row may have 1 MiB with its names.</summary>
    public const int LargestInline = 900 << 10;

    private const int PieceBytes = 64 << 10;
    private const int LongestKey = 400;
    private const int KeptOfALongKey = 300;
    private const string WriteIdName = "w";
    private const string LengthName = "n";
    private const string BlobName = "b";
    private const string GrainName = "g";

    /// <summary>What a look at the row needs, without the payload.</summary>
    public static string[] Head { get; } = [WriteIdName, BlobName];

    /// <summary>What tells whose row it is.</summary>
    public static string[] Identity { get; } = ["PartitionKey", GrainName];

    /// <summary>All rows of a state.</summary>
    public static string OfState(string state)
    {
        var name = TableKeys.Escape(state);
        // Nothing in an escaped grain id sorts behind a tilde.
        return $"PartitionKey ge '{name}~' and PartitionKey lt '{name}~~'";
    }

    /// <summary>The partition of a grain's state. A key that is too long for a table ends in its hash.</summary>
    public static string Partition(string state, GrainId grain) => Partition(state, grain.ToString());

    /// <summary>The grain's id, as text.</summary>
    public static string Grain(TableEntity entity) =>
        entity.GetString(GrainName) ?? TableKeys.Unescape(entity.PartitionKey[(entity.PartitionKey.IndexOf('~', StringComparison.Ordinal) + 1)..]);

    /// <summary>The state's name.</summary>
    public static string State(TableEntity entity) => TableKeys.Unescape(entity.PartitionKey[..entity.PartitionKey.IndexOf('~', StringComparison.Ordinal)]);

    public static TableEntity Build(string state, GrainId grain, Guid writeId, ReadOnlyMemory<byte> payload, string? blob)
    {
        var text = grain.ToString();
        var key = Partition(state, text);
        var entity = new TableEntity(key, key) { [WriteIdName] = writeId, [LengthName] = payload.Length };
        if (IsLong(state, text))
            entity[GrainName] = text;
        if (blob is not null)
        {
            entity[BlobName] = blob;
            return entity;
        }

        for (var (piece, at) = (0, 0); at < payload.Length; piece++, at += PieceBytes)
            entity[Piece(piece)] = BinaryData.FromBytes(payload.Slice(at, Math.Min(PieceBytes, payload.Length - at)));
        return entity;
    }

    public static StateRow From(TableEntity entity) => new(entity.ETag, entity.GetGuid(WriteIdName) ?? default, entity.GetString(BlobName), entity);

    /// <summary>The payload of a row that holds it.</summary>
    /// <exception cref="InvalidDataException">A piece is missing or has the wrong length.</exception>
    public byte[] Payload()
    {
        var payload = new byte[Entity.GetInt32(LengthName) ?? throw Torn()];
        for (var (piece, at) = (0, 0); at < payload.Length; piece++, at += PieceBytes)
        {
            var bytes = Entity.GetBinary(Piece(piece)) ?? throw Torn();
            if (bytes.Length != Math.Min(PieceBytes, payload.Length - at))
                throw Torn();
            bytes.CopyTo(payload, at);
        }

        return payload;
    }

    private static string Partition(string state, string grain)
    {
        var key = Whole(state, grain);
        return key.Length <= LongestKey
            ? key
            : $"{key[..KeptOfALongKey]}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(grain)))}";
    }

    private static bool IsLong(string state, string grain) => Whole(state, grain).Length > LongestKey;

    private static string Whole(string state, string grain) => $"{TableKeys.Escape(state)}~{TableKeys.Escape(grain)}";

    private static string Piece(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number}");

    private InvalidDataException Torn() => new($"the state {Entity.PartitionKey} in the table is not whole");
}
