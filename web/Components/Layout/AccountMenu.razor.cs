using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Layout;

/// <summary>The greeting, and what the session's owner may do with it (manual 1.1).</summary>
public sealed partial class AccountMenu
{
    /// <summary>Whose session it is.</summary>
    [Parameter, EditorRequired]
    public ClaimsPrincipal User { get; set; } = null!;

    private string? Name => User.Identity?.Name;

    private string Initial => string.IsNullOrWhiteSpace(Name) ? "" : StringInfo.GetNextTextElement(Name.Trim()).ToUpper(CultureInfo.CurrentCulture);
}
