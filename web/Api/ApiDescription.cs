using System.Collections.Frozen;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>What <c>/openapi/v1.json</c> says beyond what the endpoints' types do.</summary>
internal static class ApiDescription
{
    /// <summary>A time, as every answer writes it.</summary>
    public static OpenApiSchema Time => new() { Type = JsonSchemaType.String, Format = "date-time" };

    /// <summary>The parameters have one meaning wherever they stand.</summary>
    private static readonly FrozenDictionary<string, string> Parameters = new Dictionary<string, string>
    {
        ["account"] = "The account's id.",
        ["actions"] = "Words as the answers name them, separated by commas; without it, all.",
        ["building"] = "The building's id.",
        ["camera"] = "The camera's device id: 12 upper-case hex digits.",
        ["clip"] = "The event recording's id.",
        ["continuation"] = "As the page before gave it; without it, the first page.",
        ["contract"] = "The contract number.",
        ["customer"] = "The customer's id. Support names it; everybody else leaves it out, or names the own one.",
        ["device"] = "The device's MAC address, in any usual spelling.",
        ["download"] = "With it the browser saves a file of this name.",
        ["from"] = "From this time on, inclusive.",
        ["limit"] = "How many at most.",
        ["number"] = "The contract number.",
        ["room"] = "The room's id.",
        ["search"] = "Part of a name or an id.",
        ["sensor"] = "The sensor's name on its device.",
        ["skip"] = "So many are left out.",
        ["take"] = "How many at most.",
        ["text"] = "Contained in names, ids, changes or the network address.",
        ["to"] = "Before this time, exclusive.",
        ["token"] = "The token's id.",
        ["was"] = "The name as it was read; where it is another one by now, the answer is 409 and nothing is deleted.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static void Configure(OpenApiOptions options)
    {
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
                DescribeProblem(schema);
            else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset))
                schema.Type = JsonSchemaType.String; // What a converter writes is unknown to the description.
            else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset?))
                schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
            else if (schema.Enum is { Count: > 0 })
                schema.Type ??= JsonSchemaType.String;

            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            // Without this the document's own requirement would hold: to be signed in for signing in.
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.Any(static m => m is IAllowAnonymous))
                operation.Security = [];
            else if (metadata.Any(static m => m is IAuthorizeData { Policy: PermissionPolicies.Session }))
                operation.Security = [Session(context.Document)];

            foreach (var parameter in operation.Parameters ?? [])
                parameter.Description ??= Parameters.GetValueOrDefault(parameter.Name ?? "");

            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
    }

    public static void SetParameter(this OpenApiOperation operation, string name, OpenApiSchema schema)
    {
        foreach (var parameter in operation.Parameters ?? [])
        {
            if (parameter is OpenApiParameter own && own.Name == name)
                own.Schema = schema;
        }
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info.Title = "Mihari";
        document.Info.Version = "1";
        document.Info.Description =
            "Buildings, cameras, event recordings and accounts of the signed-in customer, and the provider's support desk. Sign in with POST /api/v1/session, "
            + "which sets a cookie, or send a personal access token. What has a permission is refused with 403 to roles that lack it. "
            + "HEAD is answered wherever GET is. Times are written in UTC with milliseconds; a field that has no value is null.";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes["session"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = Sessions.CookieName,
        };
        document.Components.SecuritySchemes["token"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A personal access token, as POST /api/v1/account/tokens gives it.",
        };
        document.Security = [Session(document), new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("token", document)] = [] }];

        foreach (var property in document.Components.Schemas?.Values.SelectMany(static s => s.Properties?.Values ?? []) ?? [])
            Hoist(property);

        // HEAD is answered wherever GET is: as operations of their own they would be everything twice.
        foreach (var path in document.Paths.Values)
            path.Operations?.Remove(HttpMethod.Head);
    }

    private static OpenApiSecurityRequirement Session(OpenApiDocument? document) => new() { [new OpenApiSecuritySchemeReference("session", document)] = [] };

    /// <summary>What is said of a field that may be null stands at the field, not at what it refers to.</summary>
    private static void Hoist(IOpenApiSchema property)
    {
        if (property is not OpenApiSchema { Description: null, OneOf: { } either } own)
            return;

        foreach (var one in either)
            own.Description ??= one.Description;
    }

    /// <summary>The one answer in which a field without a value is left out, as RFC 9457 has it.</summary>
    private static void DescribeProblem(OpenApiSchema schema)
    {
        static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

        var until = Time;
        until.Description = "When a locked account may sign in again; with 423 alone.";
        schema.Description = "An RFC 9457 problem. A field that does not apply is left out.";
        schema.Required = new HashSet<string> { "title", "status" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["title"] = Text("What kind of problem it is."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("What is wrong, in a sentence."),
            ["field"] = Text("The field or parameter that breaks a rule."),
            ["rule"] = Text("The rule that it breaks."),
            ["lockedUntil"] = until,
            ["traceId"] = Text("Where to find the failure in the server's log; with 500 and above."),
        };
    }
}
