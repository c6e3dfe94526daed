namespace Mihari.Accounts;

/// <summary>What an account changes of itself (manual 1.1, アカウント設定); key: its id. For its owner alone.</summary>
[Alias("Mihari.IAccountSettings")]
public interface IAccountSettings : IGrainWithStringKey
{
    /// <summary>Changes name and address (アカウント情報変更). The sessions go on.</summary>
    /// <exception cref="Refusals.InvalidInputException">A value breaks a rule.</exception>
    /// <exception cref="Refusals.ConflictException">The address is another account's, or the profile was changed meanwhile.</exception>
    [Alias("ChangeProfile")]
    Task<AccountProfile> ChangeProfile(Caller by, ProfileChange change);

    /// <summary>
    /// Changes the password (パスワード変更). The current one is checked as at a sign-in, and a wrong one counts towards the lock.
    /// All sessions end; the answer carries the new one of the caller.
    /// </summary>
    /// <exception cref="Refusals.InvalidInputException">The new password breaks a rule, or is the current one.</exception>
    [Alias("ChangePassword")]
    Task<SignInResult> ChangePassword(Caller by, string current, string next);

    /// <summary>Remembers the language, <c>ja</c> or <c>en-US</c>.</summary>
    [Alias("SetLanguage")]
    Task SetLanguage(Caller by, string language);
}

/// <summary>A change of one's own profile.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Email">The address to sign in with from now on.</param>
/// <param name="Revision">Of the profile that was changed.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ProfileChange")]
public sealed record ProfileChange(
    [property: Id(0)] string Name,
    [property: Id(1)] string Email,
    [property: Id(2)] long Revision);
