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
        var room = await Room(Id).GetDevices(By);
        _buildingName = (await Building(room.Building.Value).GetRooms(By)).Name;
        await Learn(room);
        _room = room;
    }

    private async Task Follow(CameraBoard board)
    {
        var before = _board;
        _board = board;
        if (before is null || _room is null || Names(before).SetEquals(Names(board)))
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

    private void Lose() => _isGone = true;

    /// <summary>The models, which no list tells.</summary>
    private async Task Learn(RoomDevices room)
    {
        var unknown = room.Devices.Where(device => !_models.ContainsKey(device.Device)).Select(device => device.Device).ToList();
        var details = await Task.WhenAll(unknown.Select(device => Grains.GetGrain<ICameraGrain>(device.Value).Get(By)));
        foreach (var detail in details)
            _models[detail.Status.Camera] = detail.Model;
    }

    private HashSet<(string Camera, string Name)> Names(CameraBoard board) =>
        [.. board.Cards.Where(card => string.Equals(card.RoomId, Id, StringComparison.Ordinal)).Select(card => (card.Id, card.Name))];
}
