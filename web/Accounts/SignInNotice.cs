using System.Text.Json;
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

/// <summary>
/// Hands the notice to the next page in an encrypted cookie that lives for a minute: an address in the URL would end
/// up in logs and histories.
/// </summary>
public sealed class SignInNotices(IDataProtectionProvider protection)
{
    private const string Cookie = "mihari.sign-in";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);
    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("Mihari.SignInNotice").ToTimeLimitedDataProtector();

    /// <summary>Takes the notice: the page shows it once. Null where there is none. For a statically rendered page, before its answer starts.</summary>
    public SignInNotice? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 } value)
            return null;

        if (!context.Response.HasStarted)
            context.Response.Cookies.Delete(Cookie, Options(context));

        try
        {
            return JsonSerializer.Deserialize<SignInNotice>(_protector.Unprotect(value));
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or JsonException or FormatException)
        {
            return null; // Older than its minute, or signed with keys that are gone.
        }
    }

    internal void Leave(HttpContext context, SignInNotice notice)
    {
        var options = Options(context);
        options.MaxAge = Life;
        context.Response.Cookies.Append(Cookie, _protector.Protect(JsonSerializer.Serialize(notice), Life), options);
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
