using Microsoft.AspNetCore.Components;
using Mihari.Customers;

namespace Mihari.Web.Components.Buildings;

/// <summary>One building on the top page; drawn again only when its summary is another.</summary>
public sealed partial class BuildingRow
{
    private BuildingSummary? _drawn;

    [Parameter, EditorRequired]
    public BuildingSummary Building { get; set; } = null!;

    private int Recording => BuildingFigures.RecordingOf(Building);

    private int Percent => Building.Cameras == 0 ? 0 : 100 * Building.Online / Building.Cameras;

    protected override bool ShouldRender() => !ReferenceEquals(_drawn, Building);

    protected override void OnAfterRender(bool firstRender) => _drawn = Building;
}
