using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Identifiers;
using Mihari.Rooms;
using Mihari.Troubles;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Components.Rooms;

/// <summary>One device of a room, and beneath it its sensors.</summary>
public sealed partial class RoomDeviceRow
{
    [Parameter, EditorRequired]
    public PlacedDevice Device { get; set; } = null!;

    [Parameter, EditorRequired]
    public BuildingId Building { get; set; }

    /// <summary>As it stands, live; null until it has come.</summary>
    [Parameter]
    public CameraCardView? Card { get; set; }

    /// <summary>As the device says.</summary>
    [Parameter]
    public string? Model { get; set; }

    private string Name => Card?.Name ?? Device.Name;

    private ImmutableArray<TroubleKind> Troubles =>
        Card?.Troubles ?? [.. Device.Status.Troubles.Select(trouble => trouble.Kind).Distinct().OrderBy(TroubleText.Gravity)];
}
