namespace Mihari.Grains.Accounts;

/// <summary>The lock-out of the manual (1.1): five wrong passwords in a row lock an account for 30 minutes.</summary>
internal static class LockOut
{
    public const int WrongTries = 5;

    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(30);

    /// <summary>Until when the account is locked, or null.</summary>
    public static DateTimeOffset? LockedUntil(AccountState account, DateTimeOffset now) =>
        account.LockedUntil is { } until && until > now ? until : null;

    /// <summary>The account after a wrong password.</summary>
    public static AccountState AfterWrong(AccountState account, DateTimeOffset now)
    {
        var wrong = account.WrongPasswords + 1;
        return wrong < WrongTries
            ? account with { WrongPasswords = wrong, LockedUntil = null }
            : account with { WrongPasswords = 0, LockedUntil = now + Duration };
    }

    /// <summary>The account after a right password; the same object where nothing was counted.</summary>
    public static AccountState AfterRight(AccountState account) =>
        account is { WrongPasswords: 0, LockedUntil: null } ? account : account with { WrongPasswords = 0, LockedUntil = null };
}
