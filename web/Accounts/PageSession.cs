using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Mihari.Web.Accounts;

/// <summary>Who looks at an open page: nobody any more, from the moment on that the session has ended.</summary>
internal sealed class PageSession : ServerAuthenticationStateProvider, IDisposable
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));
    private readonly OpenSessions _open;
    private IDisposable? _watch;

    public PageSession(OpenSessions open)
    {
        _open = open;
        AuthenticationStateChanged += state => _ = Follow(state);
    }

    public void Dispose() => Interlocked.Exchange(ref _watch, null)?.Dispose();

    /// <summary>Its owner has another name now, which the cookie learns at its next renewal.</summary>
    public void Rename(string name) => SetAuthenticationState(Renamed(name, GetAuthenticationStateAsync()));

    private static async Task<AuthenticationState> Renamed(string name, Task<AuthenticationState> state) =>
        (await state).User is var user && user.TryGetSession(out _) ? new AuthenticationState(user.WithName(name)) : await state;

    private async Task Follow(Task<AuthenticationState> state)
    {
        var user = (await state).User;
        Interlocked.Exchange(ref _watch, user.TryGetSession(out var session) ? _open.Open(SessionKey.Of(session), Leave) : null)?.Dispose();
    }

    private void Leave() => SetAuthenticationState(Task.FromResult(Nobody));
}
