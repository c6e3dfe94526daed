using Mihari.Web.Accounts;
using Mihari.Web.Hosting;

namespace Mihari.Web.Api;

/// <summary>The REST API under <c>/api/v1</c> and its description under <c>/openapi/v1.json</c>.</summary>
internal static class RestApi
{
    public static WebApplicationBuilder AddRestApi(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(o => JsonShape.Apply(o.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.AddExceptionHandler<Problems>();
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi("v1", ApiDescription.Configure);
        return builder;
    }

    /// <summary>Problems for what the endpoints throw or leave without a body.</summary>
    public static WebApplication UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseWhen(
            static context => Sessions.IsForPrograms(context.Request.Path),
            static programs => programs.UseStatusCodePages(static context => Problems.WriteBare(context.HttpContext)));
        return app;
    }

    public static WebApplication MapRestApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").RequireAuthorization(PermissionPolicies.SignedIn).AnswerHead()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status500InternalServerError)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddEndpointFilter(static (context, next) =>
            {
                context.HttpContext.Response.Headers.CacheControl = "no-store";
                return next(context);
            });
        api.MapSessionApi();
        api.MapAccountApi();
        api.MapAccountsApi();
        api.MapPropertyApi();
        api.MapFleetApi();
        api.MapRecordingsApi();
        api.MapCaptureRulesApi();
        api.MapTroublesApi();
        api.MapReportsApi();
        api.MapNotificationsApi();
        api.MapWebhooksApi();
        api.MapSetupApi();
        api.MapRoomsApi();
        api.MapAuditApi();
        api.MapSupportApi();
        api.MapSupportContractsApi();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous().AnswerHead();
        return app;
    }
}
