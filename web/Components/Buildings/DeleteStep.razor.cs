using Microsoft.AspNetCore.Components;
using Mihari.Refusals;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Buildings;

/// <summary>
/// 削除確認 of a building, a room or a device (manual 1.3, 1.4): the warning, what goes with it, and the manual's notes. Something that
/// was renamed meanwhile is shown as it is now and asked for again.
/// </summary>
public sealed partial class DeleteStep
{
    private string _was = "";
    private string? _from;
    private bool _isGone;

    /// <summary>建物削除確認.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The list one came from.</summary>
    [Parameter, EditorRequired]
    public string BackTitle { get; set; } = "";

    /// <summary>Its address.</summary>
    [Parameter, EditorRequired]
    public string Back { get; set; } = "";

    /// <summary>The manual's 警告.</summary>
    [Parameter, EditorRequired]
    public string Warning { get; set; } = "";

    /// <summary>The manual's 注意.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Notes { get; set; } = [];

    /// <summary>Where it stands.</summary>
    [Parameter]
    public IReadOnlyList<Fact> Places { get; set; } = [];

    /// <summary>建物削除, the label of its name.</summary>
    [Parameter, EditorRequired]
    public string NameLabel { get; set; } = "";

    /// <summary>The name as it was when the page was opened.</summary>
    [Parameter, EditorRequired]
    public string Was { get; set; } = "";

    /// <summary>Said when the thing is not there any more.</summary>
    [Parameter, EditorRequired]
    public string Gone { get; set; } = "";

    /// <summary>Deletes it under that name. Refusals are this component's to tell.</summary>
    [Parameter, EditorRequired]
    public Func<string, Task> Delete { get; set; } = null!;

    /// <summary>What goes with it.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private FormRun Run { get; set; } = null!;

    protected override void OnParametersSet()
    {
        if (!string.Equals(_from, Was, StringComparison.Ordinal))
            (_from, _was) = (Was, Was);
    }

    private Task Go() => Run.Do(() => Delete(_was), Tell);

    private FormError? Tell(RefusalException refusal)
    {
        _isGone = refusal.IsGone();
        if (_isGone)
            return new FormError(null, Gone);

        if (refusal is not ConflictException { Clash: Clash.ChangedMeanwhile, Detail: { } now })
            return null;

        _was = now;
        return new FormError(null, Texts["DeleteRenamed", now]);
    }
}
