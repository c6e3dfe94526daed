using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Components.Endpoints;
using Mihari.Web.Api;

namespace Mihari.Web.Accounts;

/// <summary>
/// What a request gets that a policy refuses: who is not signed in what the scheme answers; who must change the password the page
/// for that, and a program a problem that says so; everybody else 403.
/// </summary>
internal sealed class Refusing : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _ordinary = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden)
            return _ordinary.HandleAsync(next, context, policy, authorizeResult);

        if (!context.User.MustChangePassword())
            return Refuse(next, context, "the account's role does not allow it, or it takes a session and not a token");

        if (Sessions.IsForPrograms(context.Request.Path))
            return Problems.Answer(context, StatusCodes.Status403Forbidden, "password must be changed");

        context.Response.Redirect(PasswordForm.PageFor(context.Request.Path + context.Request.QueryString));
        return Task.CompletedTask;
    }

    private static Task Refuse(RequestDelegate next, HttpContext context, string why)
    {
        if (Sessions.IsForPrograms(context.Request.Path))
            return Problems.Answer(context, StatusCodes.Status403Forbidden, why);

        context.Response.StatusCode = StatusCodes.Status403Forbidden;

        // The router asks the same policies and draws, within the portal's frame, that the role does not allow the page.
        return context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null ? Task.CompletedTask : next(context);
    }
}
