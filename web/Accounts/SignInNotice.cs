using Microsoft.AspNetCore.DataProtection;

namespace Mihari.Web.Accounts;

/// <summary>Why the sign-in page is shown again.</summary>
public enum SignInProblem
{
    /// <summary>Address or password is wrong.</summary>
    Rejected = 1,

    /// <summary>The account is locked until <see cref="SignInNotice.LockedUntil"/>.</summary>
    Locked = 2,

    /// <summary>Too many attempts from this network address.</summary>
    TooMany = 3,

    /// <summary>The page was too old or came from elsewhere; trying again helps.</summary>
    Stale = 4,
}

/// <summary>What the sign-in page tells after an attempt that failed, and the address that was typed.</summary>
/// <param name="Problem">Why.</param>
/// <param name="Email">As typed, at most 254 characters.</param>
/// <param name="LockedUntil">Set with <see cref="SignInProblem.Locked"/>.</param>
public sealed record SignInNotice(SignInProblem Problem, string Email, DateTimeOffset? LockedUntil);

/// <summary>Hands the notice to the sign-in page.</summary>
public sealed class SignInNotices(IDataProtectionProvider protection) : NoticeCookie<SignInNotice>(protection, "mihari.sign-in");
