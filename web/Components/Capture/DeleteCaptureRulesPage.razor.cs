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
    private bool _isTold;

    private List<Choice> Cameras => [.. Devices!.Devices.Where(d => d.Status.Kind == DeviceKind.Camera).Select(d => new Choice(d.Device.Value, d.Name))];

    private IReadOnlyList<Crumb> Crumbs => _chosen is null
        ? [new Crumb(Texts["DeleteTitle"])]
        : [new Crumb(Texts["DeleteTitle"]), new Crumb(Texts["CameraStep"]), new Crumb(Texts["ConfirmStep"])];

    private ICaptureRules Rules => Grains.GetGrain<ICaptureRules>(Devices!.Room.Value);

    private protected override async Task Load()
    {
        (_camera, _chosen, _isTold) = (null, null, false);
        await base.Load();
        if (Devices is not null && Cameras is [var only])
            _camera = only.Id;
    }

    private void Show(string? building, string? room)
    {
        Run.Clear();
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal) { ["building"] = building, ["room"] = room }), replace: true);
    }

    private void Choose(string? camera)
    {
        Run.Clear();
        (_camera, _isTold) = (camera, false);
    }

    private void GoBack()
    {
        Run.Clear();
        _chosen = null;
    }

    private Task Go()
    {
        _isTold = true;
        return _chosen is { } chosen ? Run.Do(() => Delete(chosen), Gone)
            : _camera is { } camera ? Run.Do(() => Open(DeviceId.Parse(camera)), Gone)
            : Task.CompletedTask;
    }

    private async Task Open(DeviceId camera)
    {
        _rules = await Rules.Get(By, camera);
        _chosen = Devices!.Devices.First(device => device.Device == camera);
    }

    private async Task Delete(PlacedDevice camera)
    {
        await Rules.DeleteAll(By, camera.Device);
        Succeed(Texts["IsDeleted"], BuildingLinks.To(Devices!.Building, camera.Device.Value));
    }

    private FormError? Gone(RefusalException refusal) => refusal.IsGone() ? new FormError(null, Texts["Gone"]) : null;
}
