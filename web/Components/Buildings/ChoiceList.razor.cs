using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Buildings;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Components.Buildings;

/// <summary>One of several things to choose from; with a filter where there are many, and only the visible ones drawn where there are very many.</summary>
public sealed partial class ChoiceList
{
    private const int Few = 8;
    private const int Many = 60;
    private readonly string _name = $"choice-{Guid.NewGuid():N}";
    private string? _filter;

    /// <summary>What is asked.</summary>
    [Parameter, EditorRequired]
    public string Legend { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<Choice> Items { get; set; } = [];

    /// <summary>The id of the one that is chosen.</summary>
    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string?> ValueChanged { get; set; }

    [Parameter]
    public string FilterLabel { get; set; } = "";

    /// <summary>The id of what is said about the choice, an error for one.</summary>
    [Parameter]
    public string? Describes { get; set; }

    private List<Choice> Shown => [.. Items.Where(item => NameFilter.Matches(item.Name, _filter))];
}

/// <summary>Something to choose.</summary>
/// <param name="Id">Identifies it in the list.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Note">What tells it from others.</param>
public sealed record Choice(string Id, string Name, string? Note = null)
{
    /// <summary>Rooms by their names; those that share one have their contract number beside it.</summary>
    public static List<Choice> Of(ImmutableArray<RoomSummary> rooms)
    {
        var shared = rooms.GroupBy(room => room.Name, StringComparer.Ordinal).Where(same => same.Skip(1).Any()).Select(same => same.Key).ToHashSet(StringComparer.Ordinal);
        return [.. rooms.Select(room => new Choice(room.Room.Value, shared.Contains(room.Name) ? $"{room.Name} ({room.Contract})" : room.Name))];
    }
}
