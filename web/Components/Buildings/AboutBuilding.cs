using Microsoft.AspNetCore.Components;
using Mihari.Identifiers;

namespace Mihari.Web.Components.Buildings;

/// <summary>Says which building a page is about whose address doesn't: the list beside it marks the building while this stands.</summary>
public sealed class AboutBuilding : ComponentBase, IDisposable
{
    [Parameter, EditorRequired]
    public BuildingId Building { get; set; }

    [Inject]
    private BuildingInView InView { get; set; } = null!;

    public void Dispose() => InView.Leave(this);

    protected override void OnParametersSet() => InView.Show(this, Building);
}

/// <summary>The building that the viewer's page is about, where the page's address doesn't say.</summary>
internal sealed class BuildingInView
{
    private object? _page;

    /// <summary>Raised on the page's dispatcher.</summary>
    public event Action? Changed;

    public BuildingId? Building { get; private set; }

    public void Show(object page, BuildingId building) => Set(page, building);

    /// <summary>A page is left after the one that takes its place has come: only the one that was shown last takes its building with it.</summary>
    public void Leave(object page)
    {
        if (ReferenceEquals(_page, page))
            Set(null, null);
    }

    private void Set(object? page, BuildingId? building)
    {
        _page = page;
        if (Building == building)
            return;

        Building = building;
        Changed?.Invoke();
    }
}
