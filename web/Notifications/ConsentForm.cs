using Microsoft.AspNetCore.Antiforgery;
using Mihari.Notifications;
using Mihari.Web.Accounts;

namespace Mihari.Web.Notifications;

/// <summary>
/// Where the owner of an address says yes or no: a form and not the link itself, which programs that check mails follow. It takes
/// <c>customer</c>, <c>token</c> and <c>answer</c> (<c>yes</c>, <c>no</c>) with an antiforgery token, and leads back to the page.
/// </summary>
internal static class ConsentForm
{
    public const string Path = "/session/mail-consent";

    private const int LongestCustomer = 64;
    private const int TokenLength = 64;

    public static void MapConsentForm(this IEndpointRouteBuilder app) =>
        app.MapPost(Path, Answer).AllowAnonymous().RequireRateLimiting(Sessions.SignInLimit).ExcludeFromDescription();

    /// <summary>How it stands; null: the link is not good (any more). Nothing is asked of a customer for what can't be a token.</summary>
    public static async Task<AddressConsent?> Find(IGrainFactory grains, string customer, string token) =>
        IsLink(customer, token) ? await grains.GetGrain<IAddressConsent>(customer).Find(token) : null;

    private static async Task<IResult> Answer(HttpContext context, IAntiforgery antiforgery, IGrainFactory grains)
    {
        if (!context.Request.HasFormContentType)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        string customer = form["customer"].ToString(), token = form["token"].ToString();
        if (!IsLink(customer, token))
            return Results.BadRequest();

        // A stale page shows the question again.
        if (await antiforgery.IsRequestValidAsync(context) && form["answer"].ToString() is "yes" or "no")
            await grains.GetGrain<IAddressConsent>(customer).Answer(token, form["answer"].ToString() == "yes");

        return Results.LocalRedirect($"/mail-consent/{customer}/{token}");
    }

    private static bool IsLink(string customer, string token) =>
        customer is { Length: > 0 and <= LongestCustomer } && customer.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && token.Length == TokenLength && token.All(char.IsAsciiHexDigitLower);
}
