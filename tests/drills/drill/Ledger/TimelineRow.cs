using System.Text.Json;

namespace Mihari.Tests.Drills.Ledger;

/// <summary>What a row of the timeline tells; the numbers are those that are stored.</summary>
internal enum RowKind
{
    Event = 1,
    Clip = 2,
    Trouble = 4,
}

/// <summary>A row of the timeline as it is stored.</summary>
internal sealed record TimelineRow(string Owner, RowKind Kind, string Id, JsonElement Body);

/// <summary>The timeline, read without the product's code.</summary>
internal interface ITimelineRows
{
    Task<IReadOnlyList<TimelineRow>> Read(CancellationToken cancel);
}
