using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Accounts;

/// <summary>A password that was just issued, to be told over the telephone (manual 6): nobody can read it again.</summary>
public sealed partial class IssuedPasswordNote
{
    /// <summary>Whose and which; null: none.</summary>
    [Parameter, EditorRequired]
    public (string Name, string Password)? Issued { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnClose { get; set; }
}
