using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Layout;

/// <summary>
/// The greeting, and what the session's owner may do with it (manual 1.1). A popover of the browser's own: it keeps focus,
/// Escape and the expanded state right, and works before the page has its circuit.
/// </summary>
public sealed partial class AccountMenu
{
    /// <summary>The account's name.</summary>
    [Parameter, EditorRequired]
    public string? Name { get; set; }

    private string Initial => string.IsNullOrWhiteSpace(Name) ? "" : StringInfo.GetNextTextElement(Name.Trim()).ToUpper(CultureInfo.CurrentCulture);
}
