using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Buildings;
using Mihari.Troubles;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Components.Rooms;

/// <summary>One room of 部屋一覧.</summary>
public sealed partial class RoomRow
{
    [Parameter, EditorRequired]
    public RoomSummary Room { get; set; } = null!;

    /// <summary>The building's id.</summary>
    [Parameter, EditorRequired]
    public string Building { get; set; } = "";

    [Parameter]
    public bool MayMove { get; set; }

    /// <summary>The room's cameras, live; null until they have come.</summary>
    [Parameter]
    public IReadOnlyList<CameraCardView>? Cards { get; set; }

    private ImmutableArray<TroubleKind> Kinds => [.. Cards!.SelectMany(card => card.Troubles).Distinct().OrderBy(TroubleText.Gravity)];

    private int Away => Cards?.Count(card => !card.IsOnline) ?? 0;
}
