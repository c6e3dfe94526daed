using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Buildings;

/// <summary>What a confirmation page shows of the thing that is about to change.</summary>
public sealed partial class Facts
{
    [Parameter, EditorRequired]
    public IReadOnlyList<Fact> Items { get; set; } = [];
}

/// <summary>One line of them: 建物名, イッツコムマンション.</summary>
public sealed record Fact(string Label, string Value);
