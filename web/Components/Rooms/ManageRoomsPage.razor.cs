using Microsoft.AspNetCore.Components;
using Mihari.Buildings;
using Mihari.Web.Components.Buildings;

namespace Mihari.Web.Components.Rooms;

/// <summary>部屋名変更・削除 (manual 1.3): a building, then its rooms. Where there is but one building, it is chosen already.</summary>
public sealed partial class ManageRoomsPage
{
    private RoomList? _building;

    [SupplyParameterFromQuery(Name = "building")]
    private string? Asked { get; set; }

    [CascadingParameter(Name = "Portfolio")]
    private PortfolioBoard? Portfolio { get; set; }

    private string? BuildingId => Asked ?? (Portfolio is { Buildings: [var only] } ? only.Building.Value : null);

    private protected override object Subject => BuildingId ?? "";

    private protected override async Task Load()
    {
        _building = null;
        if (BuildingId is { Length: > 0 } id)
            _building = await Building(id).GetRooms(By);
    }

    private void Choose(string? building) => Navigation.NavigateTo(RoomLinks.Manage(building), replace: true);
}
