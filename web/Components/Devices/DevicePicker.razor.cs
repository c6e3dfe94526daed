using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Devices;

/// <summary>デバイス選択: the devices of the room's contract to tick, each with its sensors beneath it and its name.</summary>
public sealed partial class DevicePicker
{
    [Parameter, EditorRequired]
    public DeviceChoices Choices { get; set; } = null!;

    /// <summary>Whether names that are wrong are told even where nobody typed: 次へ was pressed.</summary>
    [Parameter]
    public bool IsTold { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    private Task Tick(DeviceChoice choice, ChangeEventArgs e)
    {
        Choices.Tick(choice, e.Value is true);
        return OnChanged.InvokeAsync();
    }

    private Task Tick(SensorChoice sensor, ChangeEventArgs e)
    {
        sensor.IsTicked = e.Value is true;
        return OnChanged.InvokeAsync();
    }

    private Task Rename(DeviceChoice choice, string name)
    {
        Choices.Rename(choice, name);
        return OnChanged.InvokeAsync();
    }

    private Task Rename(SensorChoice sensor, string name)
    {
        DeviceChoices.Rename(sensor, name);
        return OnChanged.InvokeAsync();
    }
}
