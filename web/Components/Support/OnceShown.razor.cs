using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Support;

/// <summary>A password or key that is shown once: read, copied, gone.</summary>
public sealed partial class OnceShown
{
    /// <summary>So many letters stand in a line of the field.</summary>
    private const int LineLength = 40;

    private ElementReference _section;
    private string _copied = "";
    private string _seen = "";

    [Parameter]
    public string Id { get; set; } = "once";

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter, EditorRequired]
    public string Note { get; set; } = "";

    /// <summary>What it is.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>What it belongs to.</summary>
    [Parameter]
    public IReadOnlyList<(string Name, string Value)> Facts { get; set; } = [];

    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>The way on.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private IStringLocalizer<SupportTexts> Texts { get; set; } = null!;

    private int Rows => 1 + Value.Length / LineLength;

    protected override void OnParametersSet() => _copied = Texts["Copy"];

    /// <summary>It takes the focus, and so comes into sight wherever on the page it was asked for.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_seen == Value)
            return;

        _seen = Value;
        try
        {
            await _section.FocusAsync();
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // Left meanwhile.
        }
    }

    private async Task Copy()
    {
        try
        {
            await Browser.InvokeVoidAsync("navigator.clipboard.writeText", Value);
            _copied = Texts["Copied"];
        }
        catch (JSException)
        {
            // Without https a browser lets no page near its clipboard.
            _copied = Texts["CopyFailed"];
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // Left meanwhile.
        }
    }
}
