using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Mihari.Streams;

namespace Mihari.Web.Streams;

/// <summary>A text frame of a stream, as far as it matters here; unknown fields are ignored.</summary>
/// <param name="Codecs">Of a header.</param>
/// <param name="Width">Of a header.</param>
/// <param name="Height">Of a header.</param>
/// <param name="At">Of the mark before a fragment.</param>
/// <param name="Take">Of a viewer's request: how many fragments more.</param>
internal readonly record struct StreamText(string? Codecs, int Width, int Height, DateTimeOffset? At, int Take)
{
    private const int LongestCodecs = 64;
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private static readonly SearchValues<char> CodecCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,-_");

    /// <summary>Reads a frame; false where it is no JSON object, or one of its fields breaks its rule.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out StreamText text)
    {
        text = default;
        try
        {
            var reader = new Utf8JsonReader(frame);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = Field(ref reader);
                reader.Read();
                switch (name)
                {
                    case 'c':
                        if (reader.GetString() is not { Length: > 0 and <= LongestCodecs } codecs || codecs.AsSpan().ContainsAnyExcept(CodecCharacters))
                            return false;
                        text = text with { Codecs = codecs };
                        break;
                    case 'w':
                        text = text with { Width = reader.GetInt32() };
                        break;
                    case 'h':
                        text = text with { Height = reader.GetInt32() };
                        break;
                    case 'a':
                        text = text with { At = reader.GetDateTimeOffset().ToUniversalTime() };
                        break;
                    case 't':
                        text = text with { Take = reader.GetInt32() };
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            return text.Width is >= 0 and <= 16_384 && text.Height is >= 0 and <= 16_384 && text.Take is >= 0 and <= 1000;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The header before an init segment.</summary>
    public static byte[] Header(StreamFormat format) => Write(writer =>
    {
        writer.WriteString("codecs"u8, format.Codecs);
        writer.WriteNumber("width"u8, format.Width);
        writer.WriteNumber("height"u8, format.Height);
    });

    /// <summary>What the stream is waiting for, or that it is over.</summary>
    public static byte[] Status(StreamStatus status) => Write(writer =>
    {
        writer.WriteString("state"u8, JsonNamingPolicy.CamelCase.ConvertName(status.State.ToString()));
        writer.WriteString("reason"u8, JsonNamingPolicy.CamelCase.ConvertName(status.Reason.ToString()));
    });

    /// <summary>A viewer's request for more fragments.</summary>
    public static byte[] Request(int take) => Write(writer => writer.WriteNumber("take"u8, take));

    /// <summary>The mark before a fragment: when its first picture was taken, and what time it is at the server.</summary>
    /// <returns>How many bytes it has.</returns>
    public static int Mark(Span<byte> target, DateTimeOffset at, DateTimeOffset now)
    {
        var length = Put(target, "{\"at\":\""u8);
        length += Put(target[length..], at);
        length += Put(target[length..], "\",\"now\":\""u8);
        length += Put(target[length..], now);
        return length + Put(target[length..], "\"}"u8);
    }

    /// <summary>That the stream is there although it has nothing to say.</summary>
    public static int Alive(Span<byte> target, DateTimeOffset now)
    {
        var length = Put(target, "{\"now\":\""u8);
        length += Put(target[length..], now);
        return length + Put(target[length..], "\"}"u8);
    }

    private static char Field(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("codecs"u8) ? 'c'
        : reader.ValueTextEquals("width"u8) ? 'w'
        : reader.ValueTextEquals("height"u8) ? 'h'
        : reader.ValueTextEquals("at"u8) ? 'a'
        : reader.ValueTextEquals("take"u8) ? 't'
        : '?';

    private static int Put(Span<byte> target, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target);
        return text.Length;
    }

    private static int Put(Span<byte> target, DateTimeOffset time)
    {
        time.UtcDateTime.TryFormat(target, out var length, Format, CultureInfo.InvariantCulture);
        return length;
    }

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
