namespace Mihari.Web.Api;

/// <summary>Says in one line what an endpoint answers.</summary>
internal static class Described
{
    /// <summary>Its name and summary, and the problems that it has beside those of every endpoint.</summary>
    public static RouteHandlerBuilder As(this RouteHandlerBuilder endpoint, string name, string summary, params ReadOnlySpan<int> problems)
    {
        endpoint.WithName(name).WithSummary(summary);
        foreach (var status in problems)
            endpoint.ProducesProblem(status);

        return endpoint;
    }

    /// <summary>It takes a JSON body.</summary>
    public static RouteHandlerBuilder Taking(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    /// <summary>It made something.</summary>
    public static RouteHandlerBuilder Made<T>(this RouteHandlerBuilder endpoint) => endpoint.Produces<T>(StatusCodes.Status201Created);

    /// <summary>It has nothing to say.</summary>
    public static RouteHandlerBuilder Nothing(this RouteHandlerBuilder endpoint) => endpoint.Produces(StatusCodes.Status204NoContent);

    /// <summary>The answer of an endpoint that made something.</summary>
    public static IResult Created<T>(T view) => Results.Created((string?)null, view);
}
