using System.Text.Json;

namespace Mihari.Tests.Fleet.Ledger;

/// <summary>What a row of the timeline tells; the numbers are those that are stored.</summary>
public enum RowKind
{
    Event = 1,
    Clip = 2,
    Segment = 3,
    Trouble = 4,
}

/// <summary>A row of the timeline as it is stored.</summary>
public sealed record TimelineRow(string Owner, RowKind Kind, string Id, JsonElement Body);

/// <summary>The timeline, read without the product's code.</summary>
public interface ITimelineRows
{
    Task<IReadOnlyList<TimelineRow>> Read(CancellationToken cancel);
}
