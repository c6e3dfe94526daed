using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Refusals;

namespace Mihari.Web.Api;

/// <summary>One's own account.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Customer">The customer's id; null for Support.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">The address it signs in with.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Revision">Goes up with every change; a change names the one it was made from.</param>
public sealed record ProfileView(string Id, string? Customer, string Name, string Email, Role Role, long Revision)
{
    internal static ProfileView Of(AccountProfile of) => new(of.Account.Value, of.Customer?.Value, of.Name, of.Email, of.Role, of.Revision);
}

/// <summary>A change of one's own account.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Email">The address to sign in with from now on.</param>
/// <param name="Revision">Of the account that was read.</param>
public sealed record ProfileRequest(string Name, string Email, long? Revision)
{
    /// <summary>Without name and address.</summary>
    public override string ToString() => "ProfileRequest";
}

/// <summary>A new password for oneself.</summary>
/// <param name="Current">The password so far.</param>
/// <param name="Password">The new one: 8 to 64 letters, digits and @ - _ ! . $ % &amp; + #.</param>
public sealed record PasswordRequest(string Current, string Password)
{
    /// <summary>Without the passwords.</summary>
    public override string ToString() => "PasswordRequest";
}

/// <summary>One's own personal access tokens.</summary>
/// <param name="Tokens">Newest first, expired ones included until they are revoked.</param>
public sealed record TokenListView(IReadOnlyList<TokenView> Tokens)
{
    internal static TokenListView Of(ImmutableArray<TokenInfo> of) => new([.. of.Select(TokenView.Of)]);
}

/// <summary>A personal access token, without its secret.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">What it may do; never more than its owner.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">From when on it is refused.</param>
public sealed record TokenView(string Id, string Name, Role Role, DateTimeOffset Created, DateTimeOffset Expires)
{
    internal static TokenView Of(TokenInfo of) => new(of.Token, of.Name, of.Role, of.Created, of.Expires);
}

/// <summary>A token to be made.</summary>
/// <param name="Name">What it is for; 1 to 64 characters.</param>
/// <param name="Role">What it may do; not above the account's role.</param>
/// <param name="Expires">From when on it is refused; within a year.</param>
public sealed record TokenRequest(string Name, Role? Role, DateTimeOffset? Expires);

/// <summary>A token that was just made.</summary>
/// <param name="Token">As it is listed.</param>
/// <param name="Bearer">What to send as Authorization: Bearer; shown here and never again.</param>
public sealed record IssuedTokenView(TokenView Token, string Bearer)
{
    internal static IssuedTokenView Of(IssuedToken of) => new(TokenView.Of(of.Info), of.Bearer);

    /// <summary>Without the secret.</summary>
    public override string ToString() => "IssuedTokenView";
}

/// <summary>The accounts of a customer, or of the provider's staff.</summary>
/// <param name="Accounts">In the order they were added.</param>
public sealed record AccountListView(IReadOnlyList<AccountView> Accounts)
{
    internal static AccountListView Of(ImmutableArray<AccountSummary> of) => new([.. of.Select(AccountView.Of)]);
}

/// <summary>An account of the customer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">The address it signs in with.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Revision">A change names the one it was made from.</param>
/// <param name="LockedUntil">Set while it is locked.</param>
/// <param name="MustChangePassword">Whether its password is still the issued one.</param>
public sealed record AccountView(string Id, string Name, string Email, Role Role, long Revision, DateTimeOffset? LockedUntil, bool MustChangePassword)
{
    internal static AccountView Of(AccountSummary of) =>
        new(of.Account.Value, of.Name, of.Email, of.Role, of.Revision, of.LockedUntil, of.MustChangePassword);

    internal static AccountView Of(ImmutableArray<AccountSummary> of, string id) =>
        Of(of.FirstOrDefault(account => account.Account.Value == id) ?? throw new UnknownIdException("account", id));
}

/// <summary>An account to be added.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Email">The address it signs in with.</param>
/// <param name="Password">8 to 64 characters; it must be changed at the first sign-in.</param>
/// <param name="Role">viewer or operator.</param>
/// <param name="Id">A UUID, chosen by the caller: repeating the request adds it once. Made by the server where it is null.</param>
public sealed record NewAccountRequest(string Name, string Email, string Password, Role? Role, string? Id = null)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => "NewAccountRequest";
}

/// <summary>An account as it shall be.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Email">The address it signs in with.</param>
/// <param name="Role">viewer or operator.</param>
/// <param name="Revision">Of the account that was read.</param>
/// <param name="Password">A new one, which must be changed at the next sign-in; null: as it is.</param>
public sealed record AccountRequest(string Name, string Email, Role? Role, long? Revision, string? Password = null)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => "AccountRequest";
}

/// <summary>A password that somebody was given.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Password">Shown here and never again; it must be changed at the next sign-in.</param>
public sealed record IssuedPasswordView(string Account, string Password)
{
    /// <summary>Without it.</summary>
    public override string ToString() => "IssuedPasswordView";
}
