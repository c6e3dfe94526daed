using Microsoft.AspNetCore.Components;
using Mihari.Cameras;

namespace Mihari.Web.Components.Cameras;

/// <summary>Whether a device is connected, by word, colour and shape.</summary>
public sealed partial class PresenceMark
{
    [Parameter, EditorRequired]
    public Presence Presence { get; set; }
}
