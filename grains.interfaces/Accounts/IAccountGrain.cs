using Mihari.Identifiers;

namespace Mihari.Accounts;

/// <summary>One account; key: its id.</summary>
[Alias("Mihari.IAccountGrain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>
    /// Provisions an account and claims its address, without the rules of a customer's list (see <see cref="ICustomerAccounts"/>).
    /// Repeating it with the same values changes nothing.
    /// </summary>
    /// <exception cref="Refusals.NotPermittedException">The caller is not Support.</exception>
    /// <exception cref="Refusals.InvalidInputException">Name, address or password breaks a rule.</exception>
    /// <exception cref="Refusals.ConflictException">The address belongs to another account.</exception>
    [Alias("Create")]
    Task Create(Caller by, NewAccount account);

    /// <summary>
    /// Checks a password. Five wrong ones in a row lock the account for 30 minutes, and during the lock a right one
    /// is refused like a wrong one (manual 1.1). An address that is not the account's (any more) is answered like one that nobody has.
    /// </summary>
    [Alias("SignIn")]
    Task<SignInResult> SignIn(SignInAttempt attempt);

    /// <summary>Whether a session still stands: it was opened under the account's present stamp and has not been ended.</summary>
    [Alias("IsSessionCurrent"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool> IsCurrent(string securityStamp, string session);

    /// <summary>
    /// Ends one session; the account's others stay. Durable when it returns; repeating it changes nothing. An account that would
    /// have to remember more than 1,000 ended ones ends all instead.
    /// </summary>
    /// <param name="by">The account itself.</param>
    /// <param name="session">The session's id, 1 to 64 characters.</param>
    /// <param name="until">When the last copy of the session's cookie is over by itself; until then it is remembered, but for 8 days at most.</param>
    /// <exception cref="Refusals.UnknownIdException">The caller is somebody else.</exception>
    /// <exception cref="Refusals.InvalidInputException">That is no session's id.</exception>
    [Alias("EndSession")]
    Task EndSession(Caller by, string session, DateTimeOffset until);

    /// <summary>Ends all sessions of the account, this one too. Durable when it returns.</summary>
    /// <exception cref="Refusals.UnknownIdException">The caller is somebody else.</exception>
    [Alias("EndAllSessions")]
    Task EndAllSessions(Caller by);

    /// <summary>The account's own profile.</summary>
    [Alias("GetProfile"), Orleans.Concurrency.AlwaysInterleave]
    Task<AccountProfile> GetProfile(Caller by);
}

/// <summary>Maps an e-mail address to its account; key: the address in lower case.</summary>
[Alias("Mihari.IEmailDirectoryGrain")]
public interface IEmailDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The account that signs in with this address, or null.</summary>
    [Alias("Find"), Orleans.Concurrency.AlwaysInterleave]
    Task<AccountId?> Find();
}

/// <summary>An account to be created.</summary>
/// <param name="Customer">Its customer; null for Support.</param>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Email">The address it signs in with.</param>
/// <param name="Password">8 to 64 characters: letters, digits and <c>@ - _ ! . $ % &amp; + #</c>.</param>
/// <param name="Role">Its role.</param>
/// <param name="IsIssued">Whether somebody else knows the password: it must then be changed before anything else (manual 1.1).</param>
[GenerateSerializer, Immutable, Alias("Mihari.NewAccount")]
public sealed record NewAccount(
    [property: Id(0)] CustomerId? Customer,
    [property: Id(1)] string Name,
    [property: Id(2)] string Email,
    [property: Id(3)] string Password,
    [property: Id(4)] Role Role,
    [property: Id(5)] bool IsIssued = false)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"NewAccount({Role})";
}

/// <summary>A try to sign in.</summary>
/// <param name="Email">The address that was typed.</param>
/// <param name="Password">The password that was typed.</param>
/// <param name="From">From where; null for the server itself.</param>
[GenerateSerializer, Immutable, Alias("Mihari.SignInAttempt")]
public sealed record SignInAttempt(
    [property: Id(0)] string Email,
    [property: Id(1)] string Password,
    [property: Id(2)] Origin? From = null)
{
    /// <summary>Without address and password.</summary>
    public override string ToString() => "SignInAttempt";
}

/// <summary>How a sign-in ended.</summary>
public enum SignInOutcome
{
    /// <summary>The password was right.</summary>
    SignedIn = 1,

    /// <summary>It was wrong, or there is no such account.</summary>
    Rejected = 2,

    /// <summary>Too many wrong ones; refused without looking until <see cref="SignInResult.LockedUntil"/>.</summary>
    Locked = 3,
}

/// <summary>The answer to a sign-in. <paramref name="Session"/> is there when signed in, <paramref name="LockedUntil"/> when locked.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.SignInResult")]
public sealed record SignInResult(
    [property: Id(0)] SignInOutcome Outcome,
    [property: Id(1)] SessionGrant? Session,
    [property: Id(2)] DateTimeOffset? LockedUntil);

/// <summary>What a session carries.</summary>
/// <param name="Caller">Who it is.</param>
/// <param name="Name">For the greeting (ようこそ…さん).</param>
/// <param name="SecurityStamp">Changes when all sessions of the account must end.</param>
/// <param name="Session">Names this one session of the account: random, so that nobody guesses another's.</param>
/// <param name="MustChangePassword">Whether nothing is allowed before the password was changed.</param>
/// <param name="Language">The language that its owner chose, <c>ja</c> or <c>en-US</c>; null: none yet.</param>
[GenerateSerializer, Immutable, Alias("Mihari.SessionGrant")]
public sealed record SessionGrant(
    [property: Id(0)] Caller Caller,
    [property: Id(1)] string Name,
    [property: Id(2)] string SecurityStamp,
    [property: Id(3)] string Session,
    [property: Id(4)] bool MustChangePassword = false,
    [property: Id(5)] string? Language = null)
{
    /// <summary>Without stamp and session.</summary>
    public override string ToString() => $"SessionGrant({Caller.Account})";
}

/// <summary>An account as its owner sees it.</summary>
/// <param name="Account">Its id.</param>
/// <param name="Customer">Its customer; null for Support.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">The address it signs in with.</param>
/// <param name="Role">Its role.</param>
/// <param name="Revision">Goes up with every change of the profile; a change names the one it was made from.</param>
[GenerateSerializer, Immutable, Alias("Mihari.AccountProfile")]
public sealed record AccountProfile(
    [property: Id(0)] AccountId Account,
    [property: Id(1)] CustomerId? Customer,
    [property: Id(2)] string Name,
    [property: Id(3)] string Email,
    [property: Id(4)] Role Role,
    [property: Id(5)] long Revision = 0);
