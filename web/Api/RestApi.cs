using Microsoft.OpenApi;
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
        builder.Services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Mihari";
            document.Info.Version = "1";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["session"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = Sessions.CookieName,
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("session", document)] = [] }];
            document.Info.Description = "Buildings, cameras and event recordings of the signed-in customer. Sign in with POST /api/v1/session, which sets a cookie. HEAD is answered wherever GET is.";

            // HEAD is answered wherever GET is: as operations of their own they would be everything twice.
            foreach (var path in document.Paths.Values)
                path.Operations?.Remove(HttpMethod.Head);

            return Task.CompletedTask;
        }));
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
        var api = app.MapGroup("/api/v1").RequireAuthorization().AnswerHead()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .AddEndpointFilter(static (context, next) =>
            {
                context.HttpContext.Response.Headers.CacheControl = "no-store";
                return next(context);
            });
        api.MapSessionApi();
        api.MapPropertyApi();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous().AnswerHead();
        return app;
    }
}
