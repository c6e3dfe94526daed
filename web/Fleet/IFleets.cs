using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Web.Fleet;

/// <summary>All cameras of customers, live: one index a customer and node, shared by all who look at it.</summary>
internal interface IFleets
{
    /// <summary>The fleet as it stands and as it changes, at most every 50 ms, until the enumeration is left; who is slow never gets those between.</summary>
    /// <exception cref="Mihari.Refusals.UnknownIdException">There is no such customer, or it is not the caller's.</exception>
    IAsyncEnumerable<FleetSnapshot> Watch(Caller caller, CustomerId customer, CancellationToken cancel);

    /// <summary>The fleet as it stands, once all of its buildings have told of their cameras or could not; after that time, as far as it is known. Null: nothing is.</summary>
    /// <exception cref="Mihari.Refusals.UnknownIdException">There is no such customer, or it is not the caller's.</exception>
    Task<FleetSnapshot?> Get(Caller caller, CustomerId customer, TimeSpan patience, CancellationToken cancel);
}
