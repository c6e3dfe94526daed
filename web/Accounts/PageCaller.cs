using Microsoft.AspNetCore.Components.Authorization;
using Mihari.Accounts;

namespace Mihari.Web.Accounts;

/// <summary>Who looks at this page and from where, for the grains that it calls: one for each circuit or request.</summary>
internal sealed class PageCaller(AuthenticationStateProvider authentication)
{
    /// <summary>
    /// The browser's network address. Only the request that a circuit begins with knows it: the root component hands it over as a
    /// parameter, which the browser carries but can't change.
    /// </summary>
    public string Address { get; set; } = "";

    /// <summary>On whose behalf grains are called now.</summary>
    /// <exception cref="SessionEndedException">The session has ended.</exception>
    public async Task<Caller> Get() =>
        (await authentication.GetAuthenticationStateAsync()).User.TryGetSession(out var session)
            ? session.Caller with { From = new Origin(OriginKind.Portal, Address) }
            : throw new SessionEndedException();

    /// <summary>Whether the page may offer it; false once the session has ended, and while its password must be changed. The grain checks again.</summary>
    public async Task<bool> Allows(Permission permission) =>
        (await authentication.GetAuthenticationStateAsync()).User.Allows(permission);
}

/// <summary>A page was used whose session has ended; it is about to show so itself.</summary>
internal sealed class SessionEndedException() : Exception("the session has ended");
