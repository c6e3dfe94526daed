using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Components.Recordings;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Cameras;

/// <summary>One camera in full: its picture, troubles, newest event recordings and facts. A modal dialog of the browser's own, which keeps focus and Escape right.</summary>
public sealed partial class CameraPanel : IAsyncDisposable
{
    private ElementReference _dialog;
    private DotNetObjectReference<CameraPanel>? _self;
    private IJSObjectReference? _script;
    private CameraDetail? _detail;
    private ClipView? _playing;
    private ClipList? _list;
    private bool _isRecorded;

    /// <summary>The recording of the page's address is looked for; nobody waits for live pictures meanwhile.</summary>
    private bool _isOpening;

    [Parameter, EditorRequired]
    public Caller Caller { get; set; } = null!;

    [Parameter, EditorRequired]
    public BuildingId Building { get; set; }

    /// <summary>Its card, live.</summary>
    [Parameter, EditorRequired]
    public CameraCardView Card { get; set; } = null!;

    /// <summary>Whether it opens on what its card holds, from the moment that the page's address names; else live.</summary>
    [Parameter]
    public bool OpensRecorded { get; set; }

    /// <summary>The event recording that it opens on; null: none.</summary>
    [Parameter]
    public ClipAddress? OpensOn { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnClose { get; set; }

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private ILogger<CameraPanel> Logger { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [JSInvokable]
    public Task Close() => OnClose.InvokeAsync();

    public async ValueTask DisposeAsync()
    {
        _self?.Dispose();
        try
        {
            if (_script is not null)
                await _script.DisposeAsync();
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // The page is gone, and its script with it.
        }
    }

    protected override async Task OnInitializedAsync()
    {
        _isRecorded = OpensRecorded && Card.HasVideo;
        _isOpening = OpensOn is not null && !_isRecorded;
        try
        {
            _detail = await Grains.GetGrain<ICameraGrain>(Card.Id).Get(Caller);
        }
        catch (UnknownIdException)
        {
            // It has left the building since the card was drawn; the card goes with the next delta.
        }
        catch (Exception error)
        {
            ReadFailed(Logger, error);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                _self = DotNetObjectReference.Create(this);
                _script = await Browser.ImportPortal();
                await _script.InvokeVoidAsync("openPanel", _dialog, _self);
            }
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // Left while it opened.
        }
    }

    // The list is read again while it plays; the clip that was chosen stays the one that plays.
    private void Opened(ClipView? clip)
    {
        if (_isOpening)
            Show(clip, isRecorded: false);
    }

    private void Play(ClipView clip) => Show(clip, isRecorded: false);

    private void ShowLive() => Show(null, isRecorded: false);

    private void ShowRecorded() => Show(null, isRecorded: true);

    private void Show(ClipView? clip, bool isRecorded)
    {
        var isOther = _playing?.Id != clip?.Id || (_isOpening && clip is null);
        (_playing, _isRecorded, _isOpening) = (clip, isRecorded, false);
        if (isOther)
            Navigation.NavigateTo(ClipAddress.In(Navigation, clip), replace: true);
    }

    [LoggerMessage(EventId = 6111, Level = LogLevel.Warning, Message = "The facts of a camera could not be read")]
    private static partial void ReadFailed(ILogger logger, Exception error);
}
