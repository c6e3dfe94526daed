using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Forms;

/// <summary>Above a list: <c>10 件表示</c>. Another size keeps the first row that is shown in sight.</summary>
public sealed partial class PageSize
{
    [Parameter, EditorRequired]
    public Paging Paging { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<Paging> PagingChanged { get; set; }

    private Task Choose(ChangeEventArgs chosen) =>
        int.TryParse(chosen.Value as string, CultureInfo.InvariantCulture, out var size) && Paging.Sizes.Contains(size)
            ? PagingChanged.InvokeAsync(Paging with { Size = size, Page = Math.Max(0, Paging.From - 1) / size })
            : Task.CompletedTask;
}
