using System.Collections.Immutable;
using Mihari.Accounts;
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

    /// <summary>The customer has one more contract. Repeating it changes nothing.</summary>
    /// <exception cref="Mihari.Refusals.UnknownIdException">There is no such customer.</exception>
    [Alias("AddContract")]
    Task AddContract(ContractNumber contract);

    /// <summary>The customer has more contracts, in one write. Repeating it changes nothing.</summary>
    /// <exception cref="Mihari.Refusals.UnknownIdException">There is no such customer.</exception>
    [Alias("AddContracts")]
    Task AddContracts(ImmutableArray<ContractNumber> contracts);

    /// <summary>A building is not to be shown any more: it was deleted, or was never made.</summary>
    [Alias("HideBuilding"), Orleans.Concurrency.AlwaysInterleave]
    Task HideBuilding(BuildingId building);

    /// <summary>Moves a room between two buildings of the customer (ADR 0014); the customer leads, so that two opposite moves can't wait for each other.</summary>
    /// <exception cref="Mihari.Refusals.UnknownIdException">The target is none of the customer's buildings.</exception>
    [Alias("MoveRoom")]
    Task MoveRoom(Caller by, RoomId room, BuildingId from, BuildingId to);

    /// <summary>A building changed.</summary>
    [Alias("ReportBuilding"), Orleans.Concurrency.AlwaysInterleave]
    Task ReportBuilding(BuildingSummary summary);
}
