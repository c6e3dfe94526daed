using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Forms;

/// <summary>The way to this page, as the manual shows it: <c>TOP &gt; ユーザアカウント管理 &gt; …</c>, and in chapters 1.3 and 1.4 without TOP.</summary>
public sealed partial class Breadcrumbs
{
    /// <summary>Whether the way begins at TOP.</summary>
    [Parameter]
    public bool FromTop { get; set; } = true;

    /// <summary>The steps, TOP left out; the last one is this page.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Crumb> Trail { get; set; } = [];
}
