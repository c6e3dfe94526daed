using Mihari.Identifiers;

namespace Mihari.Grains.Accounts;

/// <summary>What accounts tell the list of their customer, and the list itself; key: the customer's id.</summary>
[Alias("Mihari.IAccountRoster")]
internal interface IAccountRoster : IGrainWithStringKey
{
    /// <summary>
    /// The account is the customer's. Accounts say so when they start, for those that were made without the list. Not waited for:
    /// the list may be waiting for the account.
    /// </summary>
    [Alias("Adopt"), Orleans.Concurrency.OneWay]
    Task Adopt(AccountId account);

    /// <summary>Finishes what was begun before the list last stopped.</summary>
    [Alias("Settle"), Orleans.Concurrency.OneWay]
    Task Settle();
}
