using System.Collections.Immutable;
using Mihari.Grains.Notifications;
using Mihari.Troubles;
using Orleans.Concurrency;

namespace Mihari.Grains.Troubles;

/// <summary>Tells a building's line from its cameras; key: the building's id.</summary>
[Alias("Mihari.ILineWatch")]
internal interface ILineWatch : IGrainWithStringKey
{
    /// <summary>
    /// A device was disconnected for longer than the hold-down, or is back; or it comes and goes, or does so no more. Either the building's line explains it, or it is handed on to the
    /// board of its room; what follows is durable when the task completes. The same notice again changes nothing.
    /// </summary>
    [Alias("Report")]
    Task Report(Notice notice);

    /// <summary>The line's trouble; null: there is none.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<LineTrouble?> Get();

    /// <summary>The troubles of devices that its line is now, and those that it was in the last days.</summary>
    [Alias("GetExplained"), AlwaysInterleave]
    Task<ImmutableArray<ExplainedTroubles>> GetExplained();
}

/// <summary>What keeps the watch over a line going when nothing is reported; key as that of the watch.</summary>
[Alias("Mihari.ILineWatchUpkeep")]
public interface ILineWatchUpkeep : IGrainWithStringKey
{
    /// <summary>Makes sure that what waits here is told when its time has come.</summary>
    [Alias("Wake"), AlwaysInterleave]
    Task Wake();
}
