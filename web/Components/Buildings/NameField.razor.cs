using Microsoft.AspNetCore.Components;
using Mihari.Refusals;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Buildings;

/// <summary>The name of a building, a room or a device, checked while it is typed: an error goes as soon as it is mended, and comes when the field is left.</summary>
public sealed partial class NameField
{
    private readonly string _id = $"name-{Guid.NewGuid():N}";
    private bool _wasLeft;

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string Value { get; set; } = "";

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>Fewest characters.</summary>
    [Parameter]
    public int Min { get; set; } = NameRule.Place.Min;

    /// <summary>Most characters.</summary>
    [Parameter]
    public int Max { get; set; } = NameRule.Place.Max;

    /// <summary>The sentence for a wrong length, where the manual has one of its own.</summary>
    [Parameter]
    public string? LengthError { get; set; }

    /// <summary>What the server said of it.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>Whether it is told even before the field was left: the form was sent.</summary>
    [Parameter]
    public bool IsTold { get; set; }

    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public string? Placeholder { get; set; }

    [Inject]
    private RefusalTexts Refusals { get; set; } = null!;

    private string? Told => Error ?? (IsTold || _wasLeft || Value.Length > Max ? Broken : null);

    private string? Broken => new NameRule(Min, Max).Check(Value) switch
    {
        null => null,
        InputProblem.Length when LengthError is not null => LengthError,
        { } problem => Refusals.Input(problem, $"{Min}-{Max}"),
    };

    private void Leave() => _wasLeft = Value.Length > 0;
}
