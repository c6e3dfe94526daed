using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Mihari.Protocol;

/// <summary>The codec: JSON in UTF-8, camelCase, times in UTC with milliseconds, unknown fields ignored.</summary>
public static class Wire
{
    /// <summary>Reads a payload; false with the reason where it is not what the protocol asks for.</summary>
    public static bool TryRead<T>(ReadOnlySpan<byte> payload, JsonTypeInfo<T> type, out T? message, out string? problem)
        where T : class
    {
        try
        {
            message = JsonSerializer.Deserialize(payload, type);
            problem = message is null ? "the payload is null" : null;
            return message is not null;
        }
        catch (JsonException e)
        {
            message = null;
            problem = e.Path is { Length: > 1 } path
                ? $"{path}: not a value that {typeof(T).Name} allows"
                : IsJson(payload) ? $"$: not a whole {typeof(T).Name}, a required field is missing" : "$: not JSON";
            return false;
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            while (reader.Read())
            {
                // Only whether it can be read.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Writes a payload.</summary>
    public static byte[] Write<T>(T message, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(message, type);

    /// <summary>The arguments of a command, for <see cref="Command.Args"/>.</summary>
    public static JsonElement Element<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToElement(value, type);
}

/// <summary>Source-generated metadata of every wire type.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(UtcMillisecondsConverter)])]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(SensorFired))]
[JsonSerializable(typeof(SegmentManifest))]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(Command))]
[JsonSerializable(typeof(CaptureArgs))]
[JsonSerializable(typeof(CaptureResult))]
[JsonSerializable(typeof(SnapshotArgs))]
[JsonSerializable(typeof(FetchSegmentArgs))]
[JsonSerializable(typeof(ListSegmentsArgs))]
[JsonSerializable(typeof(ListSegmentsResult))]
[JsonSerializable(typeof(StreamArgs))]
[JsonSerializable(typeof(StopStreamArgs))]
[JsonSerializable(typeof(StreamHeader))]
[JsonSerializable(typeof(FragmentMark))]
public sealed partial class WireJson : JsonSerializerContext;

/// <summary>Enumerations go over the wire by name in camelCase, never as numbers.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>ISO-8601 in UTC with milliseconds, as in <c>2026-11-22T03:04:05.120Z</c>.</summary>
internal sealed class UtcMillisecondsConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var value))
            return value.ToUniversalTime();

        throw new JsonException("a time in ISO-8601 is needed");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[24];
        value.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
