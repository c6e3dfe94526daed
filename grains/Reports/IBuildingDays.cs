using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Mihari.Grains.Reports;

/// <summary>The days of a building that are not closed; key: the building's id. Who asks has made sure that it may be read.</summary>
[Alias("Mihari.IBuildingDays")]
internal interface IBuildingDays : IGrainWithStringKey
{
    /// <summary>
    /// What became of them up to now, or up to a minute before; the timeline has all days before them. None where all of them are
    /// after <paramref name="before"/>.
    /// </summary>
    [Alias("GetOpen"), AlwaysInterleave, ResponseTimeout("00:02:00")]
    Task<ImmutableArray<CameraDay>> GetOpen(DateTimeOffset before);
}
