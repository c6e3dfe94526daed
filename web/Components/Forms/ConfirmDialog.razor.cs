using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Mihari.Web.Components.Forms;

/// <summary>Asks before something that can't be taken back (manual 1.2, 確認のポップアップ). Open for as long as it is rendered.</summary>
public sealed partial class ConfirmDialog
{
    private bool _isBusy;

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What will happen, and to what.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Default: 確認.</summary>
    [Parameter]
    public string? ConfirmText { get; set; }

    /// <summary>Default: キャンセル.</summary>
    [Parameter]
    public string? CancelText { get; set; }

    /// <summary>Whether something is lost.</summary>
    [Parameter]
    public bool IsDanger { get; set; }

    /// <summary>Done once, however often it is clicked; whoever renders the dialog then takes it away.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnConfirm { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnCancel { get; set; }

    [Inject]
    private IStringLocalizer<FormsTexts> Texts { get; set; } = null!;

    private async Task Confirm()
    {
        if (_isBusy)
            return;

        _isBusy = true;
        try
        {
            await OnConfirm.InvokeAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }

    // What has begun is not called off.
    private Task Cancel() => _isBusy ? Task.CompletedTask : OnCancel.InvokeAsync();
}
