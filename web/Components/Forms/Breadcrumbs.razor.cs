using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Forms;

/// <summary>The way to this page, as the manual shows it: <c>TOP &gt; ユーザアカウント管理 &gt; …</c>.</summary>
public sealed partial class Breadcrumbs
{
    /// <summary>The steps after TOP; the last one is this page.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Crumb> Trail { get; set; } = [];
}
