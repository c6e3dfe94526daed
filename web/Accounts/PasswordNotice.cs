using Microsoft.AspNetCore.DataProtection;
using Mihari.Refusals;

namespace Mihari.Web.Accounts;

/// <summary>How changing the password ended.</summary>
public enum PasswordOutcome
{
    /// <summary>It is changed.</summary>
    Changed = 1,

    /// <summary>The current one is wrong.</summary>
    WrongCurrent = 2,

    /// <summary>The account is locked until <see cref="PasswordNotice.LockedUntil"/>.</summary>
    Locked = 3,

    /// <summary>The new one breaks a rule: <see cref="PasswordNotice.Rule"/>, with <see cref="PasswordNotice.Detail"/>.</summary>
    BreaksRule = 4,

    /// <summary>The new one was not typed the same again.</summary>
    NotTheSame = 5,

    /// <summary>Too many attempts from this network address.</summary>
    TooMany = 6,

    /// <summary>The page was too old; trying again helps.</summary>
    Stale = 7,
}

/// <summary>What the page tells after a password was to be changed; never a password.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="LockedUntil">Set with <see cref="PasswordOutcome.Locked"/>.</param>
/// <param name="Rule">Set with <see cref="PasswordOutcome.BreaksRule"/>.</param>
/// <param name="Detail">What belongs to the rule: the length, or the one character that is not allowed.</param>
public sealed record PasswordNotice(PasswordOutcome Outcome, DateTimeOffset? LockedUntil = null, InputProblem? Rule = null, string? Detail = null);

/// <summary>Hands the notice to the next page.</summary>
public sealed class PasswordNotices(IDataProtectionProvider protection) : NoticeCookie<PasswordNotice>(protection, "mihari.password");
