using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Errors;

/// <summary>What an address shows that nobody has; its status says the same.</summary>
public sealed partial class NotFoundPage
{
    /// <summary>Null in a circuit.</summary>
    [CascadingParameter]
    private HttpContext? Http { get; set; }

    protected override void OnInitialized()
    {
        if (Http is not null)
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
