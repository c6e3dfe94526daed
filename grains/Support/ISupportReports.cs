using System.Collections.Immutable;
using Mihari.Identifiers;
using Mihari.Support;

namespace Mihari.Grains.Support;

/// <summary>
/// The list of all customers, which each tells of itself; one, key <see cref="ISupportDesk.Key"/>. A grain beside the desk, because
/// the desk waits for a customer while that tells of itself.
/// </summary>
[Alias("Mihari.ISupportReports")]
internal interface ISupportReports : IGrainWithStringKey
{
    /// <summary>There is this customer, or it has a new name. Repeating it changes nothing.</summary>
    [Alias("AddCustomer")]
    Task AddCustomer(CustomerId customer, string name);

    /// <summary>Customers whose name or id contains the text, by name.</summary>
    [Alias("Find"), Orleans.Concurrency.AlwaysInterleave]
    Task<CustomerPage> Find(string search, int skip, int take);
}
