using Microsoft.AspNetCore.Components;
using Mihari.Web.Live;

namespace Mihari.Web.Components.Layout;

/// <summary>Says what is degraded on the servers' side, on every page, for as long as it is.</summary>
public sealed partial class ServiceBar : IDisposable
{
    [Inject]
    private ServiceWatch Watch { get; set; } = null!;

    public void Dispose() => Watch.Changed -= Show;

    protected override void OnInitialized() => Watch.Changed += Show;

    private void Show() => _ = InvokeAsync(StateHasChanged);
}
