using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Layout;

/// <summary>The bar at the top: the product, and whose session it is.</summary>
public sealed partial class TopBar
{
    /// <summary>The building list is asked for, where it isn't shown all the time.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnMenu { get; set; }

    [Parameter]
    public bool MenuIsOpen { get; set; }
}
