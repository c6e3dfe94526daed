using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Components.Rooms;

/// <summary>部屋一覧 (manual, chapter 0): the rooms of a building with what stands in them; troubles live.</summary>
public sealed partial class RoomsPage
{
    private RoomList? _list;
    private CameraBoard? _board;
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
        _list = await Building(Id).GetRooms(By);
    }

    private IReadOnlyList<CameraCardView>? CardsOf(RoomId room) =>
        _board is null ? null : [.. _board.Cards.Where(card => string.Equals(card.RoomId, room.Value, StringComparison.Ordinal))];

    /// <summary>What stands where comes from the building itself, so it is asked again when cameras come, go or move.</summary>
    private async Task Follow(CameraBoard board)
    {
        var before = _board;
        _board = board;
        if (before is null || Places(before).SetEquals(Places(board)))
            return;

        try
        {
            _list = await Building(Id).GetRooms(By);
        }
        catch (UnknownIdException)
        {
            _isGone = true;
        }
    }

    private void Lose() => _isGone = true;

    private static HashSet<(string Camera, string Room)> Places(CameraBoard board) => [.. board.Cards.Select(card => (card.Id, card.RoomId))];
}
