using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Components.Rooms;

/// <summary>部屋一覧 (manual, chapter 0): the rooms of a building with what stands in them; contacts and troubles live.</summary>
public sealed partial class RoomsPage
{
    private RoomList? _list;
    private CameraBoard? _board;
    private Dictionary<RoomId, NotificationSettings>? _notifications;
    private bool _mayAdd;
    private bool _mayMove;
    private bool _isGone;

    /// <summary>The building's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    private string Name => _board?.Name ?? _list!.Name;

    private protected override object Subject => Id;

    private protected override async Task Load()
    {
        (_list, _board, _isGone) = (null, null, false);
        _mayAdd = await Page.Allows(Permission.AddRooms);
        _mayMove = await Page.Allows(Permission.MoveRooms);
        await Read();
    }

    /// <summary>Who may not set notifications doesn't see their columns.</summary>
    private async Task Read()
    {
        var maySet = await Page.Allows(Permission.ConfigureNotifications);
        var notifications = maySet ? await Grains.GetGrain<IBuildingNotifications>(Id).Get(By) : [];
        (_list, _notifications) = (await Building(Id).GetRooms(By), maySet ? notifications.ToDictionary(room => room.Room) : null);
    }

    private IReadOnlyList<CameraCardView>? CardsOf(RoomId room) =>
        _board?.DevicesOf(room);

    /// <summary>What stands where comes from the building itself, so it is asked again when devices come, go or move.</summary>
    private async Task Follow(CameraBoard board)
    {
        var before = _board;
        _board = board;
        if (before is null || Places(before).SetEquals(Places(board)))
            return;

        try
        {
            await Read();
        }
        catch (UnknownIdException)
        {
            _isGone = true;
        }
    }

    private void Lose() => _isGone = true;

    private static HashSet<(string Device, string Room)> Places(CameraBoard board) => [.. board.Devices.Select(card => (card.Id, card.RoomId))];
}
