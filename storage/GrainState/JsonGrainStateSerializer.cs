using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace Mihari.Storage.GrainState;

/// <summary>
/// Grain states as plain JSON, without CLR type names, so a class can be renamed or moved. Unknown fields are ignored and
/// absent ones keep their default: an older and a newer version can run side by side during an upgrade. Nulls are
/// written, because leaving them out would bring back a property's initial value.
/// </summary>
internal sealed class JsonGrainStateSerializer : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Tuples are fields.
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        // The payload is never put into a page; Japanese text stays as short and legible as it is.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new IdentifierJsonConverter(), new ImmutableArrayJsonConverter() },
    };

    public BinaryData Serialize<T>(T? input) => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(input, Format));

    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span, Format);
}
