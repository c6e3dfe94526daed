using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Timeline;

namespace Mihari.Grains.Audit;

/// <summary>
/// Notes in the audit trail who watched something: once for each account, thing and span of time, because a player asks for the
/// same thing many times. The entry's id is made of the three, so that another activation writes the same one.
/// </summary>
internal sealed class Viewings(ITimeline timeline, TimeSpan span)
{
    /// <summary>The span of time for video: a player asks anew with every seek.</summary>
    public static readonly TimeSpan OfVideo = TimeSpan.FromMinutes(10);

    /// <summary>The span of time for stills: a wall asks each minute, all day long.</summary>
    public static readonly TimeSpan OfStills = TimeSpan.FromHours(1);

    private const int Remembered = 256;
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _noted = new(StringComparer.Ordinal);

    /// <summary>Notes that the actor of an entry watches its subject; durable when the task completes.</summary>
    /// <param name="entry">Its id and time are given here.</param>
    /// <param name="part">What of the subject is watched, where that is told apart; else empty.</param>
    public async Task Note(AuditEntry entry, string part = "")
    {
        var id = IdOf(entry, part);
        if (_noted.Contains(id))
            return;

        // The time must be the same in every copy of an entry (see TimelineEntry).
        await timeline.Append([.. AuditLines.Of(entry with { Id = id, At = StartOf(entry.At) })]);
        if (!_noted.Add(id))
            return;

        _order.Enqueue(id);
        if (_order.Count > Remembered)
            _noted.Remove(_order.Dequeue());
    }

    /// <summary>The beginning of the span in which a moment lies.</summary>
    public DateTimeOffset StartOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % span.Ticks), TimeSpan.Zero);

    private string IdOf(AuditEntry entry, string part)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{(int)entry.Action}/{entry.Actor.Value}/{entry.SubjectId}/{part}/{StartOf(entry.At).ToUnixTimeSeconds()}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
