using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Forms;

/// <summary>Below a list: <c>3件中1から3まで表示</c>, with 前, the pages and 次 (manual 1.2).</summary>
public sealed partial class Pager
{
    [Parameter, EditorRequired]
    public Paging Paging { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<Paging> PagingChanged { get; set; }

    private Task Go(int page) => PagingChanged.InvokeAsync(Paging with { Page = page });
}
