using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Cameras;

/// <summary>カメラ一覧 (manual, chapter 2): the cameras of one building, live; with the panel of one of them where its address names it.</summary>
public sealed partial class CamerasPage
{
    private Caller? _caller;
    private BuildingId _building;
    private CameraBoard? _board;
    private string? _filter;
    private bool _troublesOnly;
    private bool _isUnknown;
    private bool _mayAdd;
    private bool _cameraIsMissing;
    private PanelHistory _panel;

    /// <summary>The building's id.</summary>
    [Parameter]
    public string Building { get; set; } = "";

    /// <summary>The camera whose panel is open.</summary>
    [Parameter]
    public string? Camera { get; set; }

    /// <summary><c>wall</c>: every camera as it is now, live while something happens.</summary>
    [SupplyParameterFromQuery(Name = "view")]
    private string? View { get; set; }

    /// <summary>The moment from which what the open camera's card holds is shown; the player itself keeps it, and reads it (<c>js/video/address.js</c>).</summary>
    [SupplyParameterFromQuery(Name = "at")]
    private string? At { get; set; }

    /// <summary>The event recording that the open camera's panel plays; with <see cref="ClipAt"/>.</summary>
    [SupplyParameterFromQuery(Name = "clip")]
    private string? Clip { get; set; }

    /// <summary>About when it was made.</summary>
    [SupplyParameterFromQuery(Name = "on")]
    private string? ClipAt { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>The page's own request while it is drawn for the first time; null in its circuit.</summary>
    [CascadingParameter]
    private HttpContext? Http { get; set; }

    /// <summary>Nothing is read from it: its change draws the page's times anew.</summary>
    [CascadingParameter(Name = "Zone")]
    private TimeZoneInfo? Zone { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private bool IsWall => View == "wall";

    private string Query => IsWall ? "?view=wall" : "";

    private CameraCardView? Open => _board?.Find(Camera);

    private bool CameraIsUnknown => Camera is not null && (_board is null ? _cameraIsMissing : Open is null);

    /// <summary>The narrowest first, as tabs cut off the end.</summary>
    private string Heading => (_board, Open) switch
    {
        ({ } board, { } open) => $"{open.Name} – {board.Name}",
        ({ } board, null) => $"{board.Name} – {Texts["Title"]}",
        _ => Texts["Title"],
    };

    /// <summary>Few cameras get large pictures. By the building and not by the filter, so that typing moves nothing about.</summary>
    private string? GridSize => _board!.Cards.Length switch { <= 4 => "few", <= 9 => "some", _ => null };

    private IReadOnlyList<CameraCardView> Shown => _board!.Matching(_filter, _troublesOnly);

    protected override async Task OnParametersSetAsync()
    {
        var building = new BuildingId(Building);
        if (building != _building)
        {
            _building = building;
            _board = null;
            _filter = null;
            _isUnknown = false;
            _panel = default;
        }

        _panel = _panel.At(Camera);
        _caller ??= (await Authentication).User.TryGetSession(out var session) ? session.Caller : null;
        _mayAdd = _caller?.Role.Allows(Permission.AddDevices) is true;
        if (Http is not null && _caller is not null)
            await Answer(Http.Response, _caller);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_panel.Left is not { } left)
            return;

        _panel = _panel with { Left = null };
        await InBrowser("leavePanel", left);
    }

    /// <summary>A browser and a program that follow a dead link are told so by the status too.</summary>
    private async Task Answer(HttpResponse response, Caller caller)
    {
        try
        {
            var dashboard = await Grains.GetGrain<IBuildingGrain>(Building).GetDashboard(caller);
            _cameraIsMissing = Camera is not null && CameraBoard.From(dashboard, Time.GetUtcNow()).Find(Camera) is null;
        }
        catch (UnknownIdException)
        {
            _isUnknown = true;
        }

        if (!_isUnknown && !_cameraIsMissing)
            return;

        // Only as the answer starts: a page that is "not found" before is replaced with the general one.
        response.OnStarting(() =>
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    private void Show(CameraBoard board)
    {
        _board = board.Building == _building ? board : _board;
        _isUnknown = false;
    }

    private void ShowWall(bool isWall) => Navigation.NavigateTo(BuildingLinks.To(_building) + (isWall ? "?view=wall" : ""), replace: true);

    private void ShowUnknown() => _isUnknown = true;

    private async Task ClosePanel()
    {
        if (_panel.IsClosing)
            return;

        _panel = _panel with { IsClosing = true };
        if (_panel.IsOnList)
            await InBrowser("back");
        else
            Navigation.NavigateTo(BuildingLinks.To(_building) + Query, replace: true);
    }

    private async Task InBrowser(string function, params object?[] arguments)
    {
        try
        {
            await using var script = await Browser.ImportPortal();
            await script.InvokeVoidAsync(function, arguments);
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // The page is gone, and its focus and history with it.
        }
    }
}
