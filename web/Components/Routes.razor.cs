using Microsoft.AspNetCore.Components;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components;

/// <summary>The root of the circuit: it knows the viewer's time zone from the first request on.</summary>
public sealed partial class Routes
{
    /// <summary>The IANA name of the browser's zone, where its cookie has told it.</summary>
    [Parameter]
    public string? TimeZone { get; set; }

    /// <summary>The browser's network address, as the request that began this circuit had it.</summary>
    [Parameter]
    public string? Address { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private PageCaller Caller { get; set; } = null!;

    protected override void OnInitialized()
    {
        Viewer.Zone = ViewerTimes.ZoneOf(TimeZone);
        Caller.Address = Address ?? "";
    }
}
