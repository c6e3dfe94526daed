using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Mihari.Accounts;
using Mihari.Notifications;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Forms;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Notifications;

/// <summary>モバイルアプリへの通知 (manual, chapter 3): the browsers and phones of one's own account that are told what happens. Support has none.</summary>
public sealed partial class PushCard : IAsyncDisposable
{
    private DotNetObjectReference<PushCard>? _self;
    private IJSObjectReference? _script;
    private ElementReference _button;
    private ImmutableArray<PushDevice>? _devices;
    private PushState? _state;
    private string? _here;
    private string? _trouble;
    private string _key = "";
    private bool _isAttached;

    [Inject]
    private PageCaller Page { get; set; } = null!;

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private SuccessNotices Success { get; set; } = null!;

    [Inject]
    private FormRun Run { get; set; } = null!;

    /// <summary>The id of this browser, where it is told.</summary>
    private string? Here => _devices?.Any(device => device.Id == _here) is true ? _here : null;

    /// <summary>The person agreed, and the browser has subscribed.</summary>
    [JSInvokable]
    public async Task Subscribed(string endpoint, string p256dh, string auth, string name)
    {
        _trouble = null;
        await Run.Do(async () =>
        {
            var caller = await Page.Get();
            var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ja" ? "ja" : "en";
            _here = (await Subscriptions(caller).Add(caller, new PushSubscription(endpoint, p256dh, auth), name, language)).Id;
            _devices = await Subscriptions(caller).GetOwn(caller);
            Success.Leave(Texts["PushAdded"]);
        });
        StateHasChanged();
    }

    [JSInvokable]
    public void Denied() => Tell("PushDenied");

    [JSInvokable]
    public void Failed() => Tell("PushFailed");

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

    protected override Task OnInitializedAsync() => Run.Do(async () =>
    {
        var caller = await Page.Get();
        if (caller.Customer is null)
            return;

        _key = await Subscriptions(caller).GetKey(caller);
        _devices = await Subscriptions(caller).GetOwn(caller);
    });

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_devices is null || _isAttached)
            return;

        _isAttached = true;
        try
        {
            _self = DotNetObjectReference.Create(this);
            _script = await Browser.InvokeAsync<IJSObjectReference>("import", "./js/push.js");
            _state = await _script.InvokeAsync<PushState>("state");
            _here = _state.Endpoint is { } endpoint ? IPushSubscriptions.IdOf(endpoint) : null;
            if (_state.Supported)
                await _script.InvokeVoidAsync("attach", _button, _self, _key);

            StateHasChanged();
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // Left while it opened.
        }
    }

    private void Tell(string trouble)
    {
        _trouble = trouble;
        StateHasChanged();
    }

    private async Task Remove(PushDevice device)
    {
        var isDone = await Run.Do(async () =>
        {
            if (device.Id == _here && _script is not null)
                await _script.InvokeVoidAsync("unsubscribe");

            var caller = await Page.Get();
            await Subscriptions(caller).Remove(caller, device.Id);
            _devices = await Subscriptions(caller).GetOwn(caller);
        });
        if (isDone)
            Success.Leave(Texts["PushRemoved"]);
    }

    private IPushSubscriptions Subscriptions(Caller caller) => Grains.GetGrain<IPushSubscriptions>(caller.Customer!.Value.Value);

    /// <summary>As the browser says.</summary>
    private sealed record PushState(bool Supported, bool Denied, string? Endpoint);
}
