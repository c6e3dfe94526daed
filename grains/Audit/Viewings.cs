using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Timeline;

namespace Mihari.Grains.Audit;

/// <summary>
/// Notes in the audit trail who watched something: once for each account, thing and ten minutes, because a player asks for the
/// same thing many times. The entry's id is made of the three, so that another activation writes the same one.
/// </summary>
internal sealed class Viewings(ITimeline timeline)
{
    private const int Remembered = 256;
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(10);
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

    /// <summary>The ten minutes in which a moment lies.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % Span.Ticks), TimeSpan.Zero);

    private static string IdOf(AuditEntry entry, string part)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{(int)entry.Action}/{entry.Actor.Value}/{entry.SubjectId}/{part}/{StartOf(entry.At).ToUnixTimeSeconds()}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
