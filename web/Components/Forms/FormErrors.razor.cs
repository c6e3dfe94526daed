using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Forms;

/// <summary>Why a form was refused, at its head; it takes the focus each time, so that nobody misses it.</summary>
public sealed partial class FormErrors
{
    private ElementReference _summary;
    private int _shown;

    /// <summary>The form's run.</summary>
    [Parameter, EditorRequired]
    public FormRun Run { get; set; } = null!;

    /// <summary>What the fields are called on this page, by their names in refusals.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, string>? Labels { get; set; }

    protected override void OnInitialized() => _shown = Run.Failures;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_shown == Run.Failures || Run.Errors.IsEmpty)
            return;

        _shown = Run.Failures;
        try
        {
            await _summary.FocusAsync();
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // Left meanwhile.
        }
    }

    private string? LabelOf(FormError error) => error.Field is { } field && Labels is not null && Labels.TryGetValue(field, out var label) ? label : null;
}
