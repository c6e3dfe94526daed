using Microsoft.AspNetCore.Components;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Rooms;

/// <summary>移行 (manual 1.2): a room with its devices and their history goes to another building of the customer.</summary>
public sealed partial class MoveRoomPage
{
    private string? _target;
    private bool _isTold;

    [SupplyParameterFromQuery(Name = "step")]
    private int? Step { get; set; }

    [CascadingParameter(Name = "Portfolio")]
    private PortfolioBoard? Portfolio { get; set; }

    private List<Choice> Others =>
        [.. Portfolio!.Buildings.Where(b => b.Building.Value != BuildingId).Select(b => new Choice(b.Building.Value, b.Name))];

    private string? TargetName => Portfolio?.Buildings.FirstOrDefault(b => b.Building.Value == _target)?.Name;

    private bool IsConfirming => Step == 2 && TargetName is not null;

    private string Title => IsConfirming ? Texts["ConfirmMove"] : Texts["MoveRoom"];

    private IReadOnlyList<Crumb> Crumbs => IsConfirming
        ? [new Crumb(Texts["RoomList"], ListAddress), new Crumb(Texts["MoveRoom"], Address(1)), new Crumb(Texts["ConfirmMove"])]
        : [new Crumb(Texts["RoomList"], ListAddress), new Crumb(Texts["MoveRoom"])];

    private string ListAddress => BuildingLinks.Rooms(new BuildingId(BuildingId));

    private void GoBack()
    {
        Run.Clear();
        Navigation.NavigateTo(IsConfirming ? Address(1) : ListAddress, replace: IsConfirming);
    }

    private Task Go()
    {
        if (IsConfirming)
            return Run.Do(Move, Tell);

        Run.Clear();
        _isTold = true;
        if (TargetName is not null)
            Navigation.NavigateTo(Address(2));

        return Task.CompletedTask;
    }

    private async Task Move()
    {
        var target = new BuildingId(_target!);
        await Building(BuildingId).MoveRoom(By, Found!.Room, target);
        Succeed(Texts["RoomMoved"], target);
    }

    private FormError? Tell(RefusalException refusal) => refusal switch
    {
        UnknownIdException { What: "room" } or ConflictException { Clash: Clash.Deleted } => new FormError(null, Texts["RoomGone"]),
        UnknownIdException => new FormError(null, Texts["MoveGone"]),
        _ => null,
    };

    private string Address(int step) => Navigation.GetUriWithQueryParameter("step", step == 1 ? null : step);
}
