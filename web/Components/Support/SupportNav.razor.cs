using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Support;

/// <summary>The parts of the desk.</summary>
public sealed partial class SupportNav
{
    /// <summary>Where the viewer is, from the portal's base on.</summary>
    [Parameter, EditorRequired]
    public string Path { get; set; } = "";

    /// <summary>A customer and its contracts are of the customers' part, wherever they were come to from.</summary>
    private bool IsAtCustomers =>
        Path.Split('?', '#')[0].TrimEnd('/') is var page
        && (page is "support" || page.StartsWith("support/customers", StringComparison.Ordinal) || page.StartsWith("support/contracts", StringComparison.Ordinal));
}
