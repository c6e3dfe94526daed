using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Forms;

/// <summary>One step of a form that has several, as the manual draws them: where it is, what it asks, 戻る and the way on. Enter goes on too.</summary>
public sealed partial class WizardFrame
{
    /// <summary>The page's heading, <c>建物・部屋追加</c>.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The way here after TOP; default: the title alone.</summary>
    [Parameter]
    public IReadOnlyList<Crumb>? Trail { get; set; }

    /// <summary>The step, <c>確認</c>.</summary>
    [Parameter]
    public string? Heading { get; set; }

    /// <summary>What is to be done here, in a sentence.</summary>
    [Parameter]
    public string? Lead { get; set; }

    /// <summary>Its refusals are shown at the head, and its buttons rest while it is busy.</summary>
    [Parameter]
    public FormRun? Run { get; set; }

    /// <summary>See <see cref="FormErrors.Labels"/>.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, string>? Labels { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Default: 戻る; shown where <see cref="OnBack"/> is set.</summary>
    [Parameter]
    public string? BackText { get; set; }

    [Parameter]
    public EventCallback OnBack { get; set; }

    /// <summary>The main button, <c>次へ</c>; null: none.</summary>
    [Parameter]
    public string? MainText { get; set; }

    [Parameter]
    public EventCallback OnMain { get; set; }

    /// <summary>Whether the main button deletes.</summary>
    [Parameter]
    public bool IsDanger { get; set; }

    /// <summary>Whether there is anything to go on with.</summary>
    [Parameter]
    public bool CanGoOn { get; set; } = true;

    private Task Submit() => CanGoOn && MainText is not null ? OnMain.InvokeAsync() : Task.CompletedTask;
}
