using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Layout;

/// <summary>The frame of every page: top bar, building list, footer. It watches the portfolio once for all of them.</summary>
public sealed partial class PortalLayout : IDisposable
{
    private ErrorBoundary? _boundary;
    private Caller? _caller;
    private CustomerId? _customer;
    private PortfolioBoard? _portfolio;
    private bool _menuIsOpen;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private string SkipTarget => Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0] + "#main";

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    /// <summary>A session that has ended takes its buildings off the page with it.</summary>
    protected override async Task OnParametersSetAsync()
    {
        _caller = (await Authentication).User.TryGetSession(out var session) && !session.MustChangePassword ? session.Caller : null;
        if (_customer == _caller?.Customer)
            return;

        _customer = _caller?.Customer;
        _portfolio = null;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;

        try
        {
            await using var module = await Browser.ImportPortal();
            var zone = ViewerTimes.ZoneOf(await module.InvokeAsync<string>("start", Time.GetUtcNow().ToUnixTimeMilliseconds()));
            if (zone.Equals(Viewer.Zone))
                return;

            Viewer.Zone = zone;
            StateHasChanged();
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // Left before its script had come.
        }
    }

    private void Show(PortfolioBoard board) => _portfolio = _customer is null ? null : board;

    private void OpenMenu() => _menuIsOpen = !_menuIsOpen;

    private void CloseMenu() => _menuIsOpen = false;

    private void OnMenuKey(KeyboardEventArgs key)
    {
        if (key.Key == "Escape")
            CloseMenu();
    }

    private void Recover() => _boundary?.Recover();

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        _boundary?.Recover();
        CloseMenu();
        StateHasChanged();
    });
}
