namespace Mihari.Timeline;

/// <summary>What an entry of the timeline tells.</summary>
public enum TimelineKind
{
    /// <summary>A sensor fired; owner: the device.</summary>
    Event = 1,

    /// <summary>An event recording; owner: the camera.</summary>
    Clip = 2,

    /// <summary>A minute on the SD card; owner: the camera.</summary>
    Segment = 3,

    /// <summary>A trouble was raised or has ended; owner: the device, or the building itself.</summary>
    Trouble = 4,

    /// <summary>Somebody did or saw something; owner: the customer.</summary>
    Audit = 5,

    /// <summary>Somebody was told of something, or was to be; owner: the room, the building or the customer whose outbox it was in.</summary>
    Notification = 6,

    /// <summary>A device was away and is back, at the end of it; owner: the device. Or the server itself was down; owner: <c>_server</c>.</summary>
    Outage = 7,

    /// <summary>What became of a UTC day of a camera, at its beginning; owner: the building in which it stood.</summary>
    Day = 8,
}

/// <summary>
/// One fact of the timeline. (owner, kind, id) identify it; <paramref name="At"/> must be the same in every revision.
/// </summary>
/// <param name="Owner">Whose it is: the id of a device, a building or a customer; 1 to 64 characters of letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="At">When it happened, to the millisecond: by the device's own clock where the owner is a device (the skew stands in the body), else by the server's.</param>
/// <param name="Id">Unique within owner and kind; 1 to 128 characters of letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
/// <param name="Revision">A higher revision replaces a lower one; an equal or lower one is ignored.</param>
/// <param name="Body">The fact itself, JSON in UTF-8; at most 32 KiB.</param>
public sealed record TimelineEntry(
    string Owner,
    TimelineKind Kind,
    DateTimeOffset At,
    string Id,
    int Revision,
    ReadOnlyMemory<byte> Body);

/// <summary>A question to the timeline: one owner, one kind, <c>From ≤ at &lt; To</c>.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Kind">Of which kind.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="NewestFirst">The order, by time and then by id.</param>
/// <param name="Limit">1 to 1,000 entries a page.</param>
/// <param name="Continuation">From the page before, or null for the first; another text is refused with <see cref="Refusals.InvalidInputException"/>.</param>
public sealed record TimelineQuery(
    string Owner,
    TimelineKind Kind,
    DateTimeOffset From,
    DateTimeOffset To,
    bool NewestFirst = true,
    int Limit = 100,
    string? Continuation = null);

/// <summary>A page of the answer; <paramref name="Continuation"/> is null on the last.</summary>
public sealed record TimelinePage(IReadOnlyList<TimelineEntry> Entries, string? Continuation);

/// <summary>
/// Events, clips, segments, troubles, absences, accounts of days and the audit trail: append-only, by owner and day, until they are old enough to be let go.
/// Everything here is durable when its task completes and idempotent by (owner, kind, id).
/// </summary>
public interface ITimeline
{
    /// <summary>Appends entries. All of one call become durable together or not at all where the provider can, and in any case before the task completes.</summary>
    /// <exception cref="ArgumentException">An entry breaks a rule of <see cref="TimelineEntry"/>; nothing is written.</exception>
    Task Append(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default);

    /// <summary>Lets entries go for good, whatever their revision; those that are not there change nothing.</summary>
    Task Delete(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default);

    /// <summary>Whether an entry is there.</summary>
    Task<bool> Contains(string owner, TimelineKind kind, DateTimeOffset at, string id, CancellationToken cancel = default);

    /// <summary>Reads a page.</summary>
    Task<TimelinePage> Read(TimelineQuery query, CancellationToken cancel = default);

    /// <summary>
    /// The days that hold an entry, ascending, <paramref name="from"/> and <paramref name="to"/> included;
    /// days are cut at <paramref name="offset"/> from UTC. The span is at most 400 days.
    /// </summary>
    Task<IReadOnlyList<DateOnly>> Days(string owner, TimelineKind kind, DateOnly from, DateOnly to, TimeSpan offset, CancellationToken cancel = default);
}
