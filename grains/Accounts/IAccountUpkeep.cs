using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Grains.Accounts;

/// <summary>
/// How those who keep a list of accounts (a customer's, the provider's own) make, change and delete them; key: the account's id.
/// The list has checked that the caller may; <c>owner</c> is whose list it is, null the provider's, and an account of another
/// owner is refused as an unknown one.
/// </summary>
[Alias("Mihari.IAccountUpkeep")]
internal interface IAccountUpkeep : IGrainWithStringKey
{
    /// <summary>Creates the account and claims its address. Repeating it with the same values, whatever the password, changes nothing.</summary>
    /// <exception cref="Mihari.Refusals.InvalidInputException">A value breaks a rule.</exception>
    /// <exception cref="Mihari.Refusals.ConflictException">The address or the id is another account's, or was a deleted one's.</exception>
    [Alias("Create")]
    Task Create(Caller by, NewAccount account);

    /// <summary>How it stands; null where it is not the owner's.</summary>
    [Alias("Describe"), Orleans.Concurrency.AlwaysInterleave]
    Task<AccountSummary?> Describe(CustomerId? owner);

    /// <summary>Whether the id is nobody's yet, or stands for an account of this owner.</summary>
    [Alias("IsFreeFor"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool> IsFreeFor(CustomerId? owner);

    /// <summary>
    /// Whether the address is the account's, or about to become it. It interleaves: the account may be waiting for the very directory
    /// that asks.
    /// </summary>
    [Alias("Holds"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool> Holds(string email);

    /// <summary>Changes an account, as <see cref="ICustomerAccounts.ChangeAccount"/> says.</summary>
    [Alias("Change")]
    Task Change(Caller by, CustomerId? owner, AccountDraft draft, long revision);

    /// <summary>Gives it a new password, to be changed at the next sign-in; unlocks it and ends its sessions.</summary>
    [Alias("IssuePassword")]
    Task<IssuedPassword> IssuePassword(Caller by, CustomerId? owner);

    /// <summary>Ends its lock.</summary>
    [Alias("Unlock")]
    Task Unlock(Caller by, CustomerId? owner);

    /// <summary>Deletes it with its tokens, ends its sessions and gives up its address. Repeating it changes nothing; the id is never used again.</summary>
    [Alias("Delete")]
    Task Delete(Caller by, CustomerId? owner);
}
