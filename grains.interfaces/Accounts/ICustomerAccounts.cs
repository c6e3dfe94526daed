using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Accounts;

/// <summary>The accounts of a customer (manual 1.2, ユーザーアカウント管理); key: the customer's id. At most 1,000.</summary>
[Alias("Mihari.ICustomerAccounts")]
public interface ICustomerAccounts : IGrainWithStringKey
{
    /// <summary>All of them, in the order they were added.</summary>
    [Alias("GetAccounts"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<AccountSummary>> GetAccounts(Caller by);

    /// <summary>Adds an account whose password must be changed at its first sign-in. Repeating it with the same id changes nothing.</summary>
    /// <exception cref="Refusals.NotPermittedException">An administrator is Support's to make.</exception>
    /// <exception cref="Refusals.InvalidInputException">A value breaks a rule.</exception>
    /// <exception cref="Refusals.ConflictException">The address is another account's, there is an administrator already, or there are 1,000.</exception>
    [Alias("AddAccount")]
    Task AddAccount(Caller by, AccountId account, AccountDraft draft);

    /// <summary>Changes an account. A new role, password or address ends its sessions; a new password must be changed at the next sign-in.</summary>
    /// <exception cref="Refusals.NotPermittedException">Nobody becomes or ceases to be an administrator here.</exception>
    /// <exception cref="Refusals.InvalidInputException">A value breaks a rule.</exception>
    /// <exception cref="Refusals.ConflictException">The address is another account's, or the account was changed meanwhile.</exception>
    [Alias("ChangeAccount")]
    Task ChangeAccount(Caller by, AccountId account, AccountDraft draft, long revision);

    /// <summary>Deletes an account with its tokens and ends its sessions.</summary>
    /// <exception cref="Refusals.NotPermittedException">The administrator is not deleted here.</exception>
    [Alias("DeleteAccount")]
    Task DeleteAccount(Caller by, AccountId account);

    /// <summary>Gives an account a new password that must be changed at the next sign-in, unlocks it and ends its sessions (manual 6); Support only.</summary>
    [Alias("IssuePassword")]
    Task<IssuedPassword> IssuePassword(Caller by, AccountId account);

    /// <summary>Ends an account's lock; administrators of the customer and Support.</summary>
    [Alias("Unlock")]
    Task Unlock(Caller by, AccountId account);
}

/// <summary>What is typed of an account.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Email">The address it signs in with.</param>
/// <param name="Password">8 to 64 characters; at a change null: as it is.</param>
/// <param name="Role">Its role.</param>
[GenerateSerializer, Immutable, Alias("Mihari.AccountDraft")]
public sealed record AccountDraft(
    [property: Id(0)] string Name,
    [property: Id(1)] string Email,
    [property: Id(2)] string? Password,
    [property: Id(3)] Role Role)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"AccountDraft({Role})";
}

/// <summary>An account in the list.</summary>
/// <param name="Account">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">The address it signs in with.</param>
/// <param name="Role">Its role.</param>
/// <param name="Revision">A change names the one it was made from.</param>
/// <param name="LockedUntil">Set while it is locked.</param>
/// <param name="MustChangePassword">Whether its password is still the issued one.</param>
[GenerateSerializer, Immutable, Alias("Mihari.AccountSummary")]
public sealed record AccountSummary(
    [property: Id(0)] AccountId Account,
    [property: Id(1)] string Name,
    [property: Id(2)] string Email,
    [property: Id(3)] Role Role,
    [property: Id(4)] long Revision,
    [property: Id(5)] DateTimeOffset? LockedUntil,
    [property: Id(6)] bool MustChangePassword);

/// <summary>A password that somebody was given; shown once.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.IssuedPassword")]
public sealed record IssuedPassword([property: Id(0)] string Password)
{
    /// <summary>Without it.</summary>
    public override string ToString() => "IssuedPassword";
}
