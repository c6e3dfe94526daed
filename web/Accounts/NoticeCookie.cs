using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Mihari.Web.Accounts;

/// <summary>
/// Hands a notice to the next page in an encrypted cookie that lives for a minute: what is in a URL ends up in logs and
/// histories.
/// </summary>
public abstract class NoticeCookie<TNotice>
    where TNotice : class
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);
    private readonly string _cookie;
    private readonly ITimeLimitedDataProtector _protector;

    private protected NoticeCookie(IDataProtectionProvider protection, string cookie)
    {
        _cookie = cookie;
        _protector = protection.CreateProtector($"Mihari.{typeof(TNotice).Name}").ToTimeLimitedDataProtector();
    }

    /// <summary>Takes the notice: the page shows it once. Null where there is none. For a statically rendered page, before its answer starts.</summary>
    public TNotice? Take(HttpContext context)
    {
        if (context.Request.Cookies[_cookie] is not { Length: > 0 } value)
            return null;

        if (!context.Response.HasStarted)
            context.Response.Cookies.Delete(_cookie, Options(context));

        try
        {
            return JsonSerializer.Deserialize<TNotice>(_protector.Unprotect(value));
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or JsonException or FormatException)
        {
            return null; // Older than its minute, or signed with keys that are gone.
        }
    }

    internal void Leave(HttpContext context, TNotice notice)
    {
        var options = Options(context);
        options.MaxAge = Life;
        context.Response.Cookies.Append(_cookie, _protector.Protect(JsonSerializer.Serialize(notice), Life), options);
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
