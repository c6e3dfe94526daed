using System.Globalization;
using Microsoft.AspNetCore.Components;
using Mihari.Web.Live;

namespace Mihari.Web.Components.Layout;

/// <summary>Says what is degraded on the servers' side, on every page, for as long as it is.</summary>
public sealed partial class ServiceBar : IDisposable
{
    private CultureInfo _language = CultureInfo.CurrentUICulture;

    [Inject]
    private ServiceWatch Watch { get; set; } = null!;

    public void Dispose() => Watch.Changed -= Show;

    protected override void OnInitialized()
    {
        _language = CultureInfo.CurrentUICulture;
        Watch.Changed += Show;
    }

    /// <summary>What changes is told by the node's own loop, which speaks no viewer's language.</summary>
    private void Show() => _ = InvokeAsync(() =>
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = _language;
        StateHasChanged();
    });
}
