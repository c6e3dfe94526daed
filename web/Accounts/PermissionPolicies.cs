using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Mihari.Accounts;

namespace Mihari.Web.Accounts;

/// <summary>
/// The policies of pages and endpoints: one for each <see cref="Permission"/>, of its name, decided by the table of
/// <see cref="Permissions"/>. None of them, nor the default, lets a session pass that must change its password first;
/// what it may do says <see cref="SignedIn"/> and <see cref="Session"/>.
/// </summary>
internal static class PermissionPolicies
{
    /// <summary>Whoever is signed in or has a token, before its password is changed too.</summary>
    public const string SignedIn = nameof(SignedIn);

    /// <summary>A signed-in browser or program with its cookie, before its password is changed too; never a request with a token.</summary>
    public const string Session = nameof(Session);

    public static IServiceCollection AddPermissionPolicies(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, Refusing>();
        services.AddAuthorization(options =>
        {
            options.DefaultPolicy = Policy(static user => user.TryGetCaller(out _) && !user.MustChangePassword());
            options.AddPolicy(SignedIn, Policy(static user => user.TryGetCaller(out _)));
            options.AddPolicy(Session, Policy(static user => user.TryGetSession(out _)));
            foreach (var permission in Enum.GetValues<Permission>())
                options.AddPolicy(permission.ToString(), Policy(user => user.Allows(permission)));
        });
        return services;
    }

    /// <summary>By the one table; nothing while the password must be changed.</summary>
    public static bool Allows(this ClaimsPrincipal? user, Permission permission) =>
        user.TryGetCaller(out var caller) && !user.MustChangePassword() && caller.Role.Allows(permission);

    private static AuthorizationPolicy Policy(Func<ClaimsPrincipal, bool> allows) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(context => allows(context.User)).Build();
}
