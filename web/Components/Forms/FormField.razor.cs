using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Forms;

/// <summary>
/// One labelled input with its hint and its error. The input inside takes what ties them together:
/// <c>&lt;FormField Id="name" Label="…" Error="@Run.ErrorOf("name")" Context="field"&gt;&lt;input class="mh-input" @attributes="field" @bind="_name" /&gt;&lt;/FormField&gt;</c>.
/// </summary>
public sealed partial class FormField
{
    /// <summary>The id of the input; one of its kind on the page.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What may be typed, in a sentence.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>Why what was typed was refused.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>The input; its argument are the attributes that it must have.</summary>
    [Parameter, EditorRequired]
    public RenderFragment<IReadOnlyDictionary<string, object>> ChildContent { get; set; } = null!;

    private string HintId => Id + "-hint";

    private string ErrorId => Id + "-error";

    private Dictionary<string, object> Attributes
    {
        get
        {
            var attributes = new Dictionary<string, object>(StringComparer.Ordinal) { ["id"] = Id };
            var described = string.Join(' ', new[] { Error is null ? null : ErrorId, Hint is null ? null : HintId }.OfType<string>());
            if (described.Length > 0)
                attributes["aria-describedby"] = described;

            if (Error is not null)
                attributes["aria-invalid"] = "true";

            return attributes;
        }
    }
}
