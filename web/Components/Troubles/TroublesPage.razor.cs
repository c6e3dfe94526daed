using Microsoft.AspNetCore.Components;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Troubles;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Cameras;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Troubles;

/// <summary>トラブル履歴 of a building, of one of its rooms or of one device, newest first; what begins or ends meanwhile shows by itself.</summary>
public sealed partial class TroublesPage
{
    private const int PageSize = 50;

    private RoomList? _rooms;
    private List<PastTrouble>? _troubles;
    private CameraBoard? _board;
    private string? _continuation;
    private string _camera = "";
    private bool _isReading;

    /// <summary>The building's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Only of this room.</summary>
    [SupplyParameterFromQuery(Name = "room")]
    private string? RoomId { get; set; }

    /// <summary>Only of this device.</summary>
    [SupplyParameterFromQuery(Name = "camera")]
    private string? CameraId { get; set; }

    /// <summary>Nothing is read from it: its change draws the page's times anew.</summary>
    [CascadingParameter(Name = "Zone")]
    private TimeZoneInfo? Zone { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private protected override object Subject => (Id, RoomId, CameraId);

    private ITroubleHistory History => Grains.GetGrain<ITroubleHistory>(Id);

    private protected override async Task Load()
    {
        (_rooms, _troubles, _board) = (null, null, null);
        var rooms = await Building(Id).GetRooms(By);
        if (CameraId is not null)
            _camera = (await Grains.GetGrain<ICameraGrain>(Device()!.Value.Value).Get(By)).Status.Name;

        await Read([], PageSize);
        _rooms = rooms;
    }

    /// <summary>What a page holds is read again when a trouble begins or ends; what was asked for beyond it stays.</summary>
    private async Task Follow(CameraBoard board)
    {
        if (_isReading)
            return; // The next board is compared with the one before this.

        var before = _board;
        _board = board;
        if (before is null || Standing(before).SetEquals(Standing(board)))
            return;

        try
        {
            await Read([], Math.Max(_troubles!.Count, PageSize));
        }
        catch (UnknownIdException)
        {
            Lose();
        }
    }

    private Task ReadMore() => Read(_troubles!, PageSize);

    private async Task Read(IReadOnlyList<PastTrouble> known, int count)
    {
        _isReading = true;
        try
        {
            var read = new List<PastTrouble>(known);
            var more = known.Count > 0 ? _continuation : null;
            for (var wanted = read.Count + count; read.Count < wanted;)
            {
                var limit = Math.Min(wanted - read.Count, ITroubleHistory.LargestPage);
                var page = await History.Read(By, new TroubleQuery(RoomId is null ? null : new RoomId(RoomId), Device(), limit, more));
                read.AddRange(page.Troubles);
                if ((more = page.Continuation) is null)
                    break;
            }

            (_troubles, _continuation) = (read, more);
        }
        finally
        {
            _isReading = false;
        }
    }

    private void ChooseRoom(ChangeEventArgs chosen) => Navigation.NavigateTo(
        BuildingLinks.Troubles(new BuildingId(Id), room: chosen.Value as string is { Length: > 0 } room ? room : null), replace: true);

    private void Lose() => Navigation.NavigateTo("", replace: true);

    /// <exception cref="UnknownIdException">It can't be one.</exception>
    private DeviceId? Device() => CameraId is null ? null : DeviceId.TryParse(CameraId, out var device) ? device : throw new UnknownIdException("device", CameraId);

    private static (TroubleKind Kind, DeviceId? Device, DateTimeOffset Since) KeyOf(PastTrouble trouble) => (trouble.Kind, trouble.Device, trouble.Since);

    private static HashSet<(string Device, TroubleKind Kind)> Standing(CameraBoard board) =>
    [
        .. board.Devices.SelectMany(card => card.Troubles.Select(trouble => (card.Id, trouble))),
        .. board.Line is { } line ? new[] { ("", line.Kind) } : [],
    ];
}
