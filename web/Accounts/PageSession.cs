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

    private async Task Follow(Task<AuthenticationState> state)
    {
        var user = (await state).User;
        Interlocked.Exchange(ref _watch, user.TryGetSession(out var session) ? _open.Open(SessionKey.Of(session), Leave) : null)?.Dispose();
    }

    private void Leave() => SetAuthenticationState(Task.FromResult(Nobody));
}
