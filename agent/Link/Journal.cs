using System.Text.Json;
using System.Text.Json.Serialization;
using Mihari.Agent.Recording;

namespace Mihari.Agent.Link;

/// <summary>
/// One line of the journal: a message that waits (<see cref="Payload"/>), that one was acknowledged, or, in a rewritten
/// file, which minute was announced last (<see cref="Announced"/>).
/// </summary>
internal sealed record JournalLine
{
    [JsonPropertyName("n")]
    public required long Number { get; init; }

    [JsonPropertyName("c")]
    public Protocol.Channel? Channel { get; init; }

    [JsonPropertyName("p")]
    public JsonElement? Payload { get; init; }

    [JsonPropertyName("s")]
    public DateTimeOffset? Announced { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;

/// <summary>
/// Messages that the server has not acknowledged, in a file that only grows until it is mostly history. A message is
/// durable when <see cref="Append"/> returns. An acknowledgement is not forced to disk: after a power cut a message
/// may go out twice, with the same id. A line that a crash cut off is dropped. Not safe for several threads.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>Lines of history after which the file is rewritten.</summary>
    public const int Slack = 500;

    private readonly string _path;
    private readonly SortedDictionary<long, JournalLine> _waiting = [];
    private FileStream? _file;
    private int _lines;
    private bool _torn;
    private long _next;

    /// <param name="path">Created where it is missing; the folder too.</param>
    public Journal(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path))
            Load();
        Rewrite();
    }

    /// <summary>Start of the minute whose manifest was appended last, acknowledged or not; null where there was none.</summary>
    public DateTimeOffset? Announced { get; private set; }

    /// <summary>What waits, oldest first.</summary>
    public IReadOnlyList<JournalLine> Waiting => [.. _waiting.Values];

    /// <exception cref="IOException">The disk refuses; the message is not in the journal, and later ones may be.</exception>
    public JournalLine Append(Protocol.Channel channel, ReadOnlySpan<byte> payload)
    {
        using var document = JsonDocument.Parse(payload.ToArray());
        var line = new JournalLine { Number = ++_next, Channel = channel, Payload = document.RootElement.Clone() };
        Write(line, durably: true);
        _waiting.Add(line.Number, line);
        Announced = StartOf(line) ?? Announced;
        return line;
    }

    public void Acknowledge(long number)
    {
        if (!_waiting.Remove(number))
            return;

        Write(new JournalLine { Number = number }, durably: false);
        if (_lines > Slack + (4 * _waiting.Count))
            Rewrite();
    }

    public void Dispose() => _file?.Dispose();

    private void Load()
    {
        foreach (var text in File.ReadLines(_path))
        {
            try
            {
                if (JsonSerializer.Deserialize(text, JournalJson.Default.JournalLine) is not { } line)
                    continue;
                _next = Math.Max(_next, line.Number);
                Announced = line.Announced ?? StartOf(line) ?? Announced;
                if (line.Announced is not null)
                    continue;
                if (line.Payload is null)
                    _waiting.Remove(line.Number);
                else if (line.Channel is not null)
                    _waiting[line.Number] = line;
            }
            catch (JsonException)
            {
                // A crash tore the line, or the disk damaged it. It was never acknowledged to anyone.
            }
        }
    }

    /// <summary>Where it fails, the file that is there stays in use: at every point the next write finds one or opens it.</summary>
    private void Rewrite()
    {
        var content = new MemoryStream();
        IEnumerable<JournalLine> mark = Announced is { } start ? [new JournalLine { Number = _next, Announced = start }] : [];
        foreach (var line in _waiting.Values.Concat(mark))
        {
            content.Write(JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine));
            content.WriteByte((byte)'\n');
        }

        DirectorySync.WriteDurably(_path, content.GetBuffer().AsSpan(0, (int)content.Length), beforeMove: () =>
        {
            _file?.Dispose();
            _file = null;
        });
        _lines = _waiting.Count;
    }

    private static DateTimeOffset? StartOf(JournalLine line) =>
        line is { Channel: Protocol.Channel.Segment, Payload: { ValueKind: JsonValueKind.Object } payload }
        && payload.TryGetProperty("start", out var start) && start.ValueKind == JsonValueKind.String && start.TryGetDateTimeOffset(out var at)
            ? at
            : null;

    private void Write(JournalLine line, bool durably)
    {
        // Unbuffered: what the disk refused must not be tried again with the next line, nor when the file is closed.
        _file ??= new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (_torn)
            _file.WriteByte((byte)'\n');
        _torn = true;
        _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine), (byte)'\n']);
        _torn = false;
        _lines++;
        if (durably)
            _file.Flush(flushToDisk: true);
    }
}
