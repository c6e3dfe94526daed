using Microsoft.OpenApi;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>Buildings, their cameras, and the cameras' event recordings.</summary>
internal static class PropertyApi
{
    /// <summary>What is said of the parameter <c>customer</c>.</summary>
    public const string OfCustomer = "customer is for Support, who is of none and must name one; for others it is their own.";

    private const int MostClips = 200;
    private const int PresetClips = 50;
    private static readonly TimeSpan PresetSpan = TimeSpan.FromDays(1);

    public static void MapPropertyApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("").WithTags("Property");
        api.MapGet("/buildings", GetBuildings)
            .RequireAuthorization(nameof(Permission.ViewLive))
            .WithName("listBuildings").WithSummary("Lists the customer's buildings")
            .WithDescription(OfCustomer)
            .Produces<PortfolioView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/buildings/{building}", GetBuilding)
            .RequireAuthorization(nameof(Permission.ViewLive))
            .WithName("getBuilding").WithSummary("Shows a building with its rooms and cameras")
            .Produces<BuildingView>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/cameras/{camera}", GetCamera)
            .RequireAuthorization(nameof(Permission.ViewLive))
            .WithName("getCamera").WithSummary("Shows a camera in full")
            .Produces<CameraDetailView>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/cameras/{camera}/clips", GetClips)
            .RequireAuthorization(nameof(Permission.ViewClips))
            .WithName("listClips").WithSummary("Lists a camera's event recordings, newest first")
            .WithDescription("from (inclusive) and to (exclusive) are times with an offset; without them, the last 24 hours.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.SetParameter("from", ApiDescription.Time);
                operation.SetParameter("to", ApiDescription.Time);
                operation.SetParameter("limit", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{MostClips}", Default = PresetClips });
                return Task.CompletedTask;
            })
            .Produces<ClipPageView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The customer whose buildings the caller sees, where none can be named.</summary>
    /// <exception cref="NotPermittedException">Support is of no customer.</exception>
    public static CustomerId OwnCustomer(this Caller caller) => caller.Customer ?? throw new NotPermittedException("do that without a customer");

    /// <summary>The customer of a request that may name one: Support does, and for others it is their own.</summary>
    /// <exception cref="InvalidInputException">Support has named none.</exception>
    /// <exception cref="UnknownIdException">It is none, or not the caller's.</exception>
    public static CustomerId OwnCustomer(this Caller caller, string? asked) =>
        caller.Role == Role.Support ? Inputs.Customer(asked is { Length: > 0 } ? asked : throw new InvalidInputException("customer", "must be the id of a customer: Support is of none")) :
        asked is { Length: > 0 } && caller.Customer?.Value != asked ? throw new UnknownIdException("customer", asked) :
        caller.OwnCustomer();

    private static async Task<PortfolioView> GetBuildings(string? customer, HttpContext context, IGrainFactory grains)
    {
        var caller = context.ToCaller();
        return PortfolioView.Of(await grains.GetGrain<ICustomerGrain>(caller.OwnCustomer(customer).Value).GetPortfolio(caller));
    }

    private static async Task<BuildingView> GetBuilding(string building, HttpContext context, IGrainFactory grains)
    {
        var id = Inputs.Building(building);
        return BuildingView.Of(await grains.GetGrain<IBuildingGrain>(id.Value).GetDashboard(context.ToCaller()));
    }

    private static async Task<CameraDetailView> GetCamera(string camera, HttpContext context, IGrainFactory grains)
    {
        var id = Inputs.Camera(camera);
        return CameraDetailView.Of(await grains.GetGrain<ICameraGrain>(id.Value).Get(context.ToCaller()));
    }

    private static async Task<ClipPageView> GetClips(
        string camera, string? from, string? to, string? limit, string? continuation, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var id = Inputs.Camera(camera);
        var end = Inputs.Time(nameof(to), to) ?? time.GetUtcNow();
        var start = Inputs.Time(nameof(from), from) ?? end - PresetSpan;
        if (start >= end)
            throw new InvalidInputException(nameof(from), "must be before to");

        var count = Inputs.Limit(nameof(limit), limit, MostClips, PresetClips);
        var token = string.IsNullOrEmpty(continuation) ? null : continuation;
        return ClipPageView.Of(await grains.GetGrain<ICameraGrain>(id.Value).GetClips(context.ToCaller(), start, end, count, token));
    }
}
