using Microsoft.AspNetCore.Components;
using Mihari.Customers;

namespace Mihari.Web.Components.Buildings;

/// <summary>建物名変更・削除 (manual 1.3): the buildings to choose from, by the filter beside the page.</summary>
public sealed partial class ManageBuildingsPage : IDisposable
{
    [CascadingParameter(Name = "Portfolio")]
    private PortfolioBoard? Portfolio { get; set; }

    [Inject]
    private BuildingFilter Filter { get; set; } = null!;

    private List<BuildingSummary> Shown => [.. Portfolio!.Matching(Filter.Text, troublesOnly: false)];

    public void Dispose() => Filter.Changed -= StateHasChanged;

    protected override void OnInitialized() => Filter.Changed += StateHasChanged;

    private void ShowAll() => Filter.Text = null;
}
