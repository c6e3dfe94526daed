namespace Mihari.Grains.Reports;

/// <summary>What keeps the account of a building's cameras; key: the building's id.</summary>
[Alias("Mihari.IReportUpkeep")]
public interface IReportUpkeep : IGrainWithStringKey
{
    /// <summary>
    /// Looks who stands in the building, closes the days that are over for an hour, and counts those again of which something was not known yet; durable
    /// when the task completes. To be repeated each hour: it knows by that who came and left. Repeating it more often does no harm.
    /// </summary>
    [Alias("Visit"), ResponseTimeout("00:10:00")]
    Task Visit();
}
