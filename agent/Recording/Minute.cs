using System.Text.Json.Serialization;
using Mihari.Protocol;

namespace Mihari.Agent.Recording;

/// <summary>
/// What lies beside a recorded minute (<c>.json</c> beside <c>.mp4</c>). It is written after the minute itself is
/// durable: a file without it is torn.
/// </summary>
internal sealed record Minute
{
    public required SegmentManifest Manifest { get; init; }

    /// <summary>Bytes of the start of the file, before the first fragment.</summary>
    public required int InitBytes { get; init; }

    /// <summary>A row a fragment: offset in bytes, length in bytes, capture time in ms from the manifest's start.</summary>
    public required IReadOnlyList<int[]> Fragments { get; init; }

    /// <summary>Whether the rows tile the file exactly; a side file that was damaged does not.</summary>
    public bool Tiles()
    {
        long at = InitBytes;
        foreach (var row in Fragments)
        {
            if (row.Length != 3 || row[0] != at || row[1] <= 0 || row[2] < 0)
                return false;
            at += row[1];
        }

        return InitBytes > 0 && at == Manifest.Bytes;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Minute))]
internal sealed partial class RecordingJson : JsonSerializerContext;
