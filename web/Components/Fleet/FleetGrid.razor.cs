using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Mihari.Web.Fleet;

namespace Mihari.Web.Components.Fleet;

/// <summary>
/// The cameras as a table, of which only the rows on screen are drawn. It is one stop of the Tab key: the keys that move within it are
/// <c>js/fleet.js</c>'s, which marks the row they are at.
/// </summary>
public sealed partial class FleetGrid
{
    private static readonly ImmutableArray<(string Name, FleetSort? Sort)> Columns =
    [
        ("State", FleetSort.State), ("Camera", FleetSort.Name), ("Building", FleetSort.Place), ("Room", null), ("Spid", null), ("Mac", FleetSort.Mac),
        ("Firmware", FleetSort.Firmware), ("Sd", FleetSort.Life), ("Troubles", null),
    ];

    [Parameter, EditorRequired]
    public FleetResult Result { get; set; } = null!;

    [Parameter, EditorRequired]
    public FleetWindow Window { get; set; }

    [Parameter, EditorRequired]
    public FleetFilter Filter { get; set; } = FleetFilter.Everything;

    [Parameter]
    public EventCallback<FleetFilter> FilterChanged { get; set; }

    /// <summary>The viewer's zone.</summary>
    [Parameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>As high as so many lines; how high one is, the browser knows.</summary>
    internal static string Space(int lines) => string.Create(CultureInfo.InvariantCulture, $"height: calc(var(--line) * {lines})");

    private string? Direction(FleetSort? sort) => sort is null ? null : Filter.Sort != sort ? "none" : Filter.IsDescending ? "descending" : "ascending";

    private Task SortBy(FleetSort sort) => FilterChanged.InvokeAsync(Filter with { Sort = sort, IsDescending = Filter.Sort == sort && !Filter.IsDescending });
}
