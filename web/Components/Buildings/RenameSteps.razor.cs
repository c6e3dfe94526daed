using Microsoft.AspNetCore.Components;
using Mihari.Refusals;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Buildings;

/// <summary>
/// 名変更 of a building, a room or a device (manual 1.3, 1.4): 変更前 and 変更後, then their confirmation. What was typed stays when
/// something is refused; a name that somebody else changed meanwhile is shown as it is now, and asked for again.
/// </summary>
public sealed partial class RenameSteps
{
    private string _was = "";
    private string _name = "";
    private string? _from;
    private bool _isTold;
    private bool _isGone;

    /// <summary>The heading while the name is typed, 建物名変更.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The heading of the confirmation, 建物名確認.</summary>
    [Parameter, EditorRequired]
    public string ConfirmTitle { get; set; } = "";

    /// <summary>The list one came from, 建物名変更・削除.</summary>
    [Parameter, EditorRequired]
    public string BackTitle { get; set; } = "";

    /// <summary>Its address.</summary>
    [Parameter, EditorRequired]
    public string Back { get; set; } = "";

    /// <summary>Where the thing stands, above its name.</summary>
    [Parameter]
    public IReadOnlyList<Fact> Places { get; set; } = [];

    /// <summary>The name as it was when the page was opened.</summary>
    [Parameter, EditorRequired]
    public string Was { get; set; } = "";

    /// <summary>Fewest characters.</summary>
    [Parameter]
    public int Min { get; set; } = NameRule.Place.Min;

    /// <summary>Most characters.</summary>
    [Parameter]
    public int Max { get; set; } = NameRule.Place.Max;

    [Parameter]
    public string? LengthError { get; set; }

    /// <summary>Said when the thing is not there any more.</summary>
    [Parameter, EditorRequired]
    public string Gone { get; set; } = "";

    /// <summary>Renames it: from, to. Refusals are this component's to tell.</summary>
    [Parameter, EditorRequired]
    public Func<string, string, Task> Rename { get; set; } = null!;

    /// <summary>The step that the address asks for.</summary>
    [SupplyParameterFromQuery(Name = "step")]
    private int? Step { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private FormRun Run { get; set; } = null!;

    private bool IsConfirming => Step == 2 && CanConfirm;

    private bool CanConfirm => new NameRule(Min, Max).Allows(_name) && !string.Equals(_name.Trim(), _was, StringComparison.Ordinal);

    private IReadOnlyList<Crumb> Crumbs => IsConfirming
        ? [new Crumb(BackTitle, Back), new Crumb(Title, Address(1)), new Crumb(ConfirmTitle)]
        : [new Crumb(BackTitle, Back), new Crumb(Title)];

    protected override void OnParametersSet()
    {
        if (string.Equals(_from, Was, StringComparison.Ordinal))
            return;

        (_from, _was) = (Was, Was);
    }

    private void Type(string name)
    {
        _name = name;
        Run.Clear();
    }

    private void GoBack()
    {
        Run.Clear();
        Navigation.NavigateTo(IsConfirming ? Address(1) : Back, replace: IsConfirming);
    }

    private Task Go()
    {
        if (IsConfirming)
            return Run.Do(() => Rename(_was, _name.Trim()), Tell);

        _isTold = true;
        if (CanConfirm)
        {
            Run.Clear();
            Navigation.NavigateTo(Address(2));
        }
        else if (new NameRule(Min, Max).Allows(_name))
        {
            Run.Refuse(new FormError("name", Texts["NameUnchanged"]));
        }

        return Task.CompletedTask;
    }

    private FormError? Tell(RefusalException refusal)
    {
        _isGone = refusal.IsGone();
        if (_isGone)
            return new FormError(null, Gone);

        if (refusal is not ConflictException { Clash: Clash.ChangedMeanwhile, Detail: { } now })
            return null;

        _was = now;
        return new FormError(null, Texts[string.Equals(now, _name.Trim(), StringComparison.Ordinal) ? "RenamedAlike" : "RenamedMeanwhile", now]);
    }

    private string Address(int step) => Navigation.GetUriWithQueryParameter("step", step == 1 ? null : step);
}
