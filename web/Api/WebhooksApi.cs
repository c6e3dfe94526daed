using Mihari.Accounts;
using Mihari.Notifications;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>A customer's own systems, which are called of what happens. Who makes one or its secret gets all that is told from then on, so it takes a session.</summary>
internal static class WebhooksApi
{
    public static void MapWebhooksApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("/webhooks").WithTags("Notifications").RequireAuthorization(nameof(Permission.ConfigureNotifications));
        api.MapGet("", Get).As("listWebhooks", "Lists the customer's systems that are called", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .Produces<WebhookListView>().WithDescription(PropertyApi.OfCustomer);
        api.MapPost("", Add).RequireAuthorization(PermissionPolicies.Session).As("addWebhook", "Has a system called", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Made<WebhookSecretView>().WithDescription("At most five. The answer alone has its secret. With a session, not with a token. " + PropertyApi.OfCustomer);
        api.MapPost("/{webhook}/secret", Rotate).RequireAuthorization(PermissionPolicies.Session).As("makeWebhookSecret", "Makes a system's secret anew", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .Produces<WebhookSecretView>()
            .WithDescription("For a day the one before signs too. The answer alone has the new one. With a session, not with a token. " + PropertyApi.OfCustomer);
        api.MapDelete("/{webhook}", Remove).As("removeWebhook", "Calls a system no more", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .Nothing().WithDescription(PropertyApi.OfCustomer);
    }

    private static async Task<WebhookListView> Get(string? customer, HttpContext context, IGrainFactory grains)
    {
        var (caller, hooks) = Of(context, customer, grains);
        return new WebhookListView([.. (await hooks.Get(caller)).Select(WebhookView.Of)]);
    }

    private static async Task<IResult> Add(WebhookRequest request, string? customer, HttpContext context, IGrainFactory grains)
    {
        var (caller, hooks) = Of(context, customer, grains);
        return Described.Created(WebhookSecretView.Of(await hooks.Add(caller, Inputs.Text("name", request.Name), Inputs.Text("url", request.Url))));
    }

    private static async Task<WebhookSecretView> Rotate(string webhook, string? customer, HttpContext context, IGrainFactory grains)
    {
        var (caller, hooks) = Of(context, customer, grains);
        return WebhookSecretView.Of(await hooks.Rotate(caller, webhook));
    }

    private static async Task<IResult> Remove(string webhook, string? customer, HttpContext context, IGrainFactory grains)
    {
        var (caller, hooks) = Of(context, customer, grains);
        await hooks.Remove(caller, webhook);
        return Results.NoContent();
    }

    private static (Caller Caller, IWebhooks Hooks) Of(HttpContext context, string? customer, IGrainFactory grains)
    {
        var caller = context.ToCaller();
        return (caller, grains.GetGrain<IWebhooks>(caller.OwnCustomer(customer).Value));
    }
}

/// <summary>A system to be called.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Url">An https address of at most 500 characters that can be reached from the internet.</param>
public sealed record WebhookRequest(string Name, string Url);

/// <summary>The systems that are called.</summary>
/// <param name="Webhooks">In the order they were added.</param>
public sealed record WebhookListView(IReadOnlyList<WebhookView> Webhooks);

/// <summary>A system that is called.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Since">Since when it is called.</param>
/// <param name="RotatedAt">When its secret was made.</param>
/// <param name="Problem">Why the newest call did not succeed; null: it did.</param>
/// <param name="ProblemAt">When that was.</param>
public sealed record WebhookView(string Id, string Name, string Url, DateTimeOffset Since, DateTimeOffset RotatedAt, string? Problem, DateTimeOffset? ProblemAt)
{
    internal static WebhookView Of(Webhook of) => new(of.Id, of.Name, of.Url, of.Since, of.RotatedAt, of.Problem, of.ProblemAt);
}

/// <summary>A system and its secret.</summary>
/// <param name="Webhook">The system.</param>
/// <param name="Secret">Signs the calls; it is not told again.</param>
public sealed record WebhookSecretView(WebhookView Webhook, string Secret)
{
    internal static WebhookSecretView Of(WebhookSecret of) => new(WebhookView.Of(of.Webhook), of.Secret);

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"WebhookSecretView({Webhook.Id})";
}
