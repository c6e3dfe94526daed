using Microsoft.AspNetCore.Components;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components;

/// <summary>The root of the circuit: it knows the viewer's time zone from the first request on.</summary>
public sealed partial class Routes
{
    /// <summary>The IANA name of the browser's zone, where its cookie has told it.</summary>
    [Parameter]
    public string? TimeZone { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    protected override void OnInitialized() => Viewer.Zone = ViewerTimes.ZoneOf(TimeZone);
}
