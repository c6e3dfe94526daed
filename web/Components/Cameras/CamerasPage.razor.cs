using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Mihari.Accounts;
using Mihari.Identifiers;
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

    /// <summary>The building's id.</summary>
    [Parameter]
    public string Building { get; set; } = "";

    /// <summary>The camera whose panel is open.</summary>
    [Parameter]
    public string? Camera { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

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
        }

        _caller ??= (await Authentication).User.TryGetSession(out var session) ? session.Caller : null;
    }

    private void Show(CameraBoard board)
    {
        _board = board.Building == _building ? board : _board;
        _isUnknown = false;
    }

    private void ShowUnknown() => _isUnknown = true;

    private void ClosePanel() => Navigation.NavigateTo(BuildingLinks.To(_building));
}
