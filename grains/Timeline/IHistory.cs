using Mihari.Timeline;

namespace Mihari.Grains.Timeline;

/// <summary>What the timeline has of an owner; key: the owner as the timeline names it.</summary>
[Alias("Mihari.IHistory")]
public interface IHistory : IGrainWithStringKey
{
    /// <summary>
    /// Deletes a number of entries that are older than <see cref="HistoryOptions"/> or <see cref="Reports.ReportOptions"/> let them become: of events,
    /// troubles, notifications, absences or days. True where there may be more. Repeating it does no harm.
    /// </summary>
    [Alias("LetGo"), ResponseTimeout("00:05:00")]
    Task<bool> LetGo(TimelineKind kind);
}
