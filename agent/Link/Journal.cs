using System.Text.Json;
using System.Text.Json.Serialization;
using Mihari.Agent.Recording;

namespace Mihari.Agent.Link;

/// <summary>One line of the journal: a message that waits (<see cref="Payload"/>), or that one was acknowledged.</summary>
internal sealed record JournalLine
{
    [JsonPropertyName("n")]
    public required long Number { get; init; }

    [JsonPropertyName("c")]
    public Protocol.Channel? Channel { get; init; }

    [JsonPropertyName("p")]
    public JsonElement? Payload { get; init; }
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
    private FileStream _file;
    private int _lines;
    private long _next;

    /// <param name="path">Created where it is missing; the folder too.</param>
    public Journal(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path))
            Load();
        _file = Rewrite();
    }

    /// <summary>What waits, oldest first.</summary>
    public IReadOnlyList<JournalLine> Waiting => [.. _waiting.Values];

    public JournalLine Append(Protocol.Channel channel, ReadOnlySpan<byte> payload)
    {
        using var document = JsonDocument.Parse(payload.ToArray());
        var line = new JournalLine { Number = ++_next, Channel = channel, Payload = document.RootElement.Clone() };
        _waiting.Add(line.Number, line);
        Write(line);
        _file.Flush(flushToDisk: true);
        return line;
    }

    public void Acknowledge(long number)
    {
        if (!_waiting.Remove(number))
            return;

        Write(new JournalLine { Number = number });
        _file.Flush();
        if (_lines > Slack + (4 * _waiting.Count))
        {
            _file.Dispose();
            _file = Rewrite();
        }
    }

    public void Dispose() => _file.Dispose();

    private void Load()
    {
        foreach (var text in File.ReadLines(_path))
        {
            try
            {
                if (JsonSerializer.Deserialize(text, JournalJson.Default.JournalLine) is not { } line)
                    continue;
                _next = Math.Max(_next, line.Number);
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

    private FileStream Rewrite()
    {
        var content = new MemoryStream();
        foreach (var line in _waiting.Values)
        {
            content.Write(JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine));
            content.WriteByte((byte)'\n');
        }

        DirectorySync.WriteDurably(_path, content.GetBuffer().AsSpan(0, (int)content.Length));
        _lines = _waiting.Count;
        return new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    private void Write(JournalLine line)
    {
        _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine), (byte)'\n']);
        _lines++;
    }
}
