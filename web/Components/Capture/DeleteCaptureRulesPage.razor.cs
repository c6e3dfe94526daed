using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Cameras;
using Mihari.Capture;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Capture;

/// <summary>撮影条件削除 (manual 4): all rules of a camera from other rooms at once. The sensors of its own room stay.</summary>
public sealed partial class DeleteCaptureRulesPage
{
    private string? _camera;
    private PlacedDevice? _chosen;
    private ImmutableArray<CaptureRule> _rules = [];
    private (string?, string?)? _read;
    private bool _isTold;

    /// <summary>The camera whose rules are to be deleted, once it is asked whether they really are.</summary>
    [SupplyParameterFromQuery(Name = "camera")]
    private string? Confirmed { get; set; }

    private protected override object Subject => (base.Subject, Confirmed);

    private List<Choice> Cameras => [.. Devices!.Devices.Where(d => d.Status.Kind == DeviceKind.Camera).Select(d => new Choice(d.Device.Value, d.Name))];

    private IReadOnlyList<Crumb> Crumbs => _chosen is null
        ? [new Crumb(Texts["DeleteTitle"])]
        : [new Crumb(Texts["DeleteTitle"]), new Crumb(Texts["CameraStep"]), new Crumb(Texts["ConfirmStep"])];

    private ICaptureRules Rules => Grains.GetGrain<ICaptureRules>(Devices!.Room.Value);

    private protected override async Task Load()
    {
        Run.Clear();
        (_chosen, _isTold) = (null, false);
        if (_read != (BuildingId, RoomId) || Devices is null)
        {
            _camera = null;
            await base.Load();
            _read = (BuildingId, RoomId);
        }

        if (Devices is not null && Cameras is [var only])
            _camera = only.Id;

        if (Devices is not null && Confirmed is { } asked)
            await Open(DeviceId.TryParse(asked, out var camera) ? camera : throw new UnknownIdException("camera", asked));
    }

    private void Show(string? building, string? room)
    {
        Run.Clear();
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal) { ["building"] = building, ["room"] = room, ["camera"] = null }), replace: true);
    }

    private void Choose(string? camera)
    {
        Run.Clear();
        (_camera, _isTold) = (camera, false);
    }

    private void GoBack() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("camera", (string?)null), replace: true);

    private Task Go()
    {
        _isTold = true;
        if (_chosen is { } chosen)
            return Run.Do(() => Delete(chosen), Gone);

        if (_camera is { } camera)
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?>(StringComparer.Ordinal) { ["building"] = BuildingId, ["room"] = RoomId, ["camera"] = camera }));

        return Task.CompletedTask;
    }

    private async Task Open(DeviceId camera)
    {
        _rules = await Rules.Get(By, camera);
        _chosen = Devices!.Devices.FirstOrDefault(device => device.Device == camera) ?? throw new UnknownIdException("camera", camera.Value);
        _camera = camera.Value;
    }

    private async Task Delete(PlacedDevice camera)
    {
        await Rules.DeleteAll(By, camera.Device);
        Succeed(Texts["IsDeleted"], BuildingLinks.To(Devices!.Building, camera.Device.Value));
    }

    private FormError? Gone(RefusalException refusal) => refusal.IsGone() ? new FormError(null, Texts["Gone"]) : null;
}
