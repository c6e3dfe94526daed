using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Mihari.Web.Fleet;

namespace Mihari.Web.Components.Fleet;

/// <summary>What is chosen above the list: the search, what is often asked for, and all that the list can be filtered and ordered by.</summary>
public sealed partial class FleetToolbar
{
    private const string Old = "old";
    private const string OwnSpan = "own";
    private const int LowLife = 20;
    private static readonly ImmutableArray<int> LifeSteps = [5, 10, LowLife, 50];
    private bool _isOpen; // Where there is little room, they are folded away.

    [Parameter, EditorRequired]
    public FleetResult Result { get; set; } = null!;

    [Parameter, EditorRequired]
    public FleetFilter Filter { get; set; } = FleetFilter.Everything;

    [Parameter]
    public EventCallback<FleetFilter> FilterChanged { get; set; }

    [Parameter]
    public bool IsWall { get; set; }

    [Parameter]
    public EventCallback<bool> IsWallChanged { get; set; }

    /// <summary>Whose fleet it is, for Support; null: the viewer's own.</summary>
    [Parameter]
    public string? Customer { get; set; }

    [Parameter]
    public EventCallback OnCopy { get; set; }

    private bool IsOutOfOrder => Filter.States == FleetStateRules.OutOfOrder;

    private bool IsLowLife => Filter is { LifeFrom: null, LifeTo: LowLife };

    private string Room => Filter.Room ?? "";

    private string Firmware => Filter.IsOutdated ? Old : Filter.Firmware is { } version ? "=" + version : "";

    private bool IsOwnSpan => Filter.LifeFrom is not null || (Filter.LifeTo is { } to && !LifeSteps.Contains(to));

    private string Life => IsOwnSpan ? OwnSpan : Filter.LifeTo?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>The one that is chosen is among them, also where no camera has it.</summary>
    private ImmutableArray<FleetFirmware> Versions =>
        Filter.Firmware is { } chosen && Result.Firmware.All(f => f.Version != chosen) ? Result.Firmware.Add(new FleetFirmware(chosen, 0)) : Result.Firmware;

    private static string Pressed(bool isPressed) => isPressed ? "true" : "false";

    private Task Search(string? text) =>
        FilterChanged.InvokeAsync(Filter with { Text = text is { Length: > FleetFilter.LongestText } ? text[..FleetFilter.LongestText] : text ?? "" });

    private Task ToggleOutOfOrder() => FilterChanged.InvokeAsync(Filter with { States = IsOutOfOrder ? FleetStates.None : FleetStateRules.OutOfOrder });

    private Task ToggleLife() => FilterChanged.InvokeAsync(Filter with { LifeFrom = null, LifeTo = IsLowLife ? null : LowLife });

    private Task ToggleOutdated() => FilterChanged.InvokeAsync(Filter with { IsOutdated = !Filter.IsOutdated, Firmware = null });

    private Task SetRoom(string room) => FilterChanged.InvokeAsync(Filter with { Room = room.Length == 0 ? null : room });

    private Task SetFirmware(string firmware) =>
        FilterChanged.InvokeAsync(Filter with { IsOutdated = firmware == Old, Firmware = firmware is ['=', .. var version] ? version : null });

    private Task SetLife(string life) => life == OwnSpan
        ? Task.CompletedTask
        : FilterChanged.InvokeAsync(Filter with { LifeFrom = null, LifeTo = int.TryParse(life, NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? to : null });

    private Task SetSort(FleetSort sort) => FilterChanged.InvokeAsync(Filter with { Sort = sort, IsDescending = false });

    private Task Reverse() => FilterChanged.InvokeAsync(Filter with { IsDescending = !Filter.IsDescending });
}
