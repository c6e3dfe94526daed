using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Mihari.Web.Accounts;

/// <summary>Ends the session of an open page when its account says so.</summary>
internal sealed class SessionRevalidation(ILoggerFactory logs, SessionStamps stamps) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        await stamps.IsCurrent(authenticationState.User);
}
