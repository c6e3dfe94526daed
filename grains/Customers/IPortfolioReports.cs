using Mihari.Customers;
using Mihari.Identifiers;

namespace Mihari.Grains.Customers;

/// <summary>What buildings tell their customer; key: its id.</summary>
[Alias("Mihari.IPortfolioReports")]
internal interface IPortfolioReports : IGrainWithStringKey
{
    /// <summary>The customer has one more building. Repeating it changes nothing.</summary>
    /// <exception cref="Mihari.Refusals.UnknownIdException">There is no such customer.</exception>
    [Alias("AddBuilding")]
    Task AddBuilding(BuildingId building);

    /// <summary>A building changed.</summary>
    [Alias("ReportBuilding"), Orleans.Concurrency.AlwaysInterleave]
    Task ReportBuilding(BuildingSummary summary);
}
