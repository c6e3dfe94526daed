using System.Text.Json;
using Mihari.Agent.Recording;
using Mihari.Protocol;

namespace Mihari.Agent.Replies;

/// <summary>
/// The first reply to each of the last <see cref="Capacity"/> commands, so that a repeated one is answered and not
/// done again. It is written to disk, without forcing it: after a power cut a command may be done anew. Safe for
/// several threads.
/// </summary>
internal sealed class ReplyTable
{
    public const int Capacity = 256;

    private readonly string _path;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Reply?> _replies = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private int _lines;

    /// <param name="path">Created where it is missing.</param>
    public ReplyTable(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
            return;

        foreach (var line in File.ReadLines(path))
        {
            if (Wire.TryRead(System.Text.Encoding.UTF8.GetBytes(line), WireJson.Default.Reply, out var reply, out _))
                Keep(reply!);
        }

        _lines = Capacity;
    }

    /// <summary>Begins a command.</summary>
    /// <param name="id">The command's id.</param>
    /// <param name="first">Its reply where it was answered before; null where it is new or being worked on.</param>
    /// <returns>Whether it is new and to be done.</returns>
    public bool TryBegin(string id, out Reply? first)
    {
        lock (_lock)
        {
            if (_replies.TryGetValue(id, out first))
                return false;

            _replies[id] = null;
            return true;
        }
    }

    /// <summary>Forgets a command that the end of the program or a reboot cut off: repeated, it is done again.</summary>
    public void Abandon(string id)
    {
        lock (_lock)
        {
            if (_replies.TryGetValue(id, out var reply) && reply is null)
                _replies.Remove(id);
        }
    }

    public void Finish(Reply reply)
    {
        lock (_lock)
        {
            Keep(reply);
            try
            {
                if (_lines >= 2 * Capacity)
                    Rewrite();
                else
                    File.AppendAllText(_path, Line(reply));
                _lines++;
            }
            catch (Exception e) when (CardFailure.IsFailure(e))
            {
                // The table in memory still holds it.
            }
        }
    }

    private void Keep(Reply reply)
    {
        _replies[reply.Command] = reply;
        _order.Enqueue(reply.Command);
        while (_order.Count > Capacity)
            _replies.Remove(_order.Dequeue());
    }

    private void Rewrite()
    {
        File.WriteAllText(_path + ".new", string.Concat(_order.Select(id => Line(_replies[id]!))));
        File.Move(_path + ".new", _path, overwrite: true);
        _lines = _order.Count;
    }

    private static string Line(Reply reply) => JsonSerializer.Serialize(reply, WireJson.Default.Reply) + "\n";
}
