using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Forms;

/// <summary>成功, and what was done (manual 1.2): shows what the page before has left in <see cref="SuccessNotices"/>, once.</summary>
public sealed partial class SuccessBanner : IDisposable
{
    private string? _text;

    [Inject]
    private SuccessNotices Notices { get; set; } = null!;

    public void Dispose()
    {
        Notices.Left -= OnLeft;
        Notices.Withdrawn -= OnWithdrawn;
    }

    protected override void OnInitialized()
    {
        Notices.Left += OnLeft;
        Notices.Withdrawn += OnWithdrawn;
    }

    // After the first render, so that screen readers know the region before its text comes: else they say nothing.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            Show();
    }

    private void OnLeft() => _ = InvokeAsync(Show);

    private void OnWithdrawn() => _ = InvokeAsync(() =>
    {
        Dismiss();
        StateHasChanged();
    });

    private void Show()
    {
        if (Notices.Take() is not { } text)
            return;

        _text = text;
        StateHasChanged();
    }

    private void Dismiss() => _text = null;
}
