using System.Collections.Immutable;

namespace Mihari.Grains.Reports;

/// <summary>What is stored of the days of a building; the days themselves are in the timeline.</summary>
internal sealed record BuildingDaysState
{
    public int Version { get; init; } = 1;

    /// <summary>Who stood there when, as far as its days may still be counted.</summary>
    public ImmutableArray<CameraStay> Stays { get; init; } = [];

    /// <summary>When it was looked at last; null: never.</summary>
    public DateTimeOffset? Visited { get; init; }

    /// <summary>Days before this one are closed; null: none is.</summary>
    public DateTimeOffset? ClosedBefore { get; init; }

    /// <summary>The closed days of which something was not known yet, ascending.</summary>
    public ImmutableArray<DateTimeOffset> Unsettled { get; init; } = [];
}
