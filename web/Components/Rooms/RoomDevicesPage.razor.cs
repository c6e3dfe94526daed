using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Components.Rooms;

/// <summary>デバイス一覧 of a room: each device with its sensors; state and troubles live.</summary>
public sealed partial class RoomDevicesPage
{
    private readonly Dictionary<DeviceId, string?> _models = [];
    private RoomDevices? _room;
    private CameraBoard? _board;
    private string _buildingName = "";
    private bool _mayAdd;
    private bool _mayChange;
    private bool _mayReplace;
    private bool _maySeeTold;
    private bool _isGone;

    /// <summary>The room's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    private protected override object Subject => Id;

    private protected override async Task Load()
    {
        (_room, _board, _isGone) = (null, null, false);
        _mayAdd = await Page.Allows(Permission.AddDevices);
        _mayChange = await Page.Allows(Permission.ChangeDevices);
        _mayReplace = await Page.Allows(Permission.ReplaceDevices);
        _maySeeTold = await Page.Allows(Permission.ConfigureNotifications);
        var room = await Room(Id).GetDevices(By);
        _buildingName = (await Building(room.Building.Value).GetRooms(By)).Name;
        await Learn(room);
        _room = room;
    }

    private async Task Follow(CameraBoard board)
    {
        var before = _board;
        _board = board;
        if (before is null || _room is null || IsSame(before, board))
            return;

        try
        {
            var room = await Room(Id).GetDevices(By);
            await Learn(room);
            _room = room;
        }
        catch (UnknownIdException)
        {
            _isGone = true;
        }
    }

    /// <summary>Whether the same devices stand in the room under the same names, each is what it was, and its contacts stand as before.</summary>
    private bool IsSame(CameraBoard before, CameraBoard board) =>
        Names(before).SetEquals(Names(board)) && before.FindRoom(new RoomId(Id)) == board.FindRoom(new RoomId(Id));

    private void Lose() => _isGone = true;

    /// <summary>The models, which no list tells.</summary>
    private async Task Learn(RoomDevices room)
    {
        var unknown = room.Devices.Where(device => !_models.ContainsKey(device.Device)).Select(device => device.Device).ToList();
        var details = await Task.WhenAll(unknown.Select(device => Grains.GetGrain<ICameraGrain>(device.Value).Get(By)));
        foreach (var detail in details)
            _models[detail.Status.Camera] = detail.Model;
    }

    private HashSet<(string Device, string Name, bool HasVideo)> Names(CameraBoard board) =>
        [.. board.DevicesOf(new RoomId(Id)).Select(card => (card.Id, card.Name, card.HasVideo))];
}
