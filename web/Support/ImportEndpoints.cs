using Microsoft.AspNetCore.Antiforgery;
using Mihari.Accounts;
using Mihari.Web.Components.Support;

namespace Mihari.Web.Support;

/// <summary>Where the keys that an import made are fetched: by Support, by a form of this origin, once.</summary>
internal static class ImportEndpoints
{
    private const string Path = "/support/imports/";

    public static void MapImports(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Path + "{id}/keys", Take).RequireAuthorization(nameof(Permission.UseSupportDesk)).ExcludeFromDescription();

    /// <summary>The address of an import's keys.</summary>
    public static string KeysOf(ImportJob job) => $"{Path}{job.Id}/keys";

    private static async Task<IResult> Take(string id, HttpContext context, IAntiforgery antiforgery, Imports imports)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.BadRequest();

        var job = imports.Find(id);
        if (job?.TakeKeys() is not { } keys)
            return Results.LocalRedirect(job is null ? "/support" : "/" + SupportLinks.Customer(job.Customer, "import")); // Fetched before, or over.

        context.Response.Headers.CacheControl = "no-store";
        return Results.File(keys, "text/csv; charset=utf-8", "mihari-keys.csv");
    }
}
