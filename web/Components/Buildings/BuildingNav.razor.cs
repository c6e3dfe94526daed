using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Customers;

namespace Mihari.Web.Components.Buildings;

/// <summary>建物一覧 beside every page, with its filter; only the visible rows are drawn, so that a thousand buildings cost like twenty.</summary>
public sealed partial class BuildingNav : IDisposable
{
    /// <summary>Null until it has come.</summary>
    [Parameter, EditorRequired]
    public PortfolioBoard? Board { get; set; }

    /// <summary>Whether there is one to come.</summary>
    [Parameter]
    public bool HasCustomer { get; set; }

    [Inject]
    private BuildingFilter Filter { get; set; } = null!;

    [Inject]
    private BuildingInView InView { get; set; } = null!;

    private ImmutableArray<BuildingSummary> Shown => Board?.Matching(Filter.Text, troublesOnly: false) ?? [];

    private BuildingSummary[] Items => [.. Shown];

    public void Dispose()
    {
        Filter.Changed -= StateHasChanged;
        InView.Changed -= StateHasChanged;
    }

    protected override void OnInitialized()
    {
        Filter.Changed += StateHasChanged;
        InView.Changed += StateHasChanged;
    }
}
