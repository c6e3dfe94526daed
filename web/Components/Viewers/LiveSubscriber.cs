using Microsoft.AspNetCore.Components;
using Mihari.Refusals;

namespace Mihari.Web.Components.Viewers;

/// <summary>
/// A component that draws nothing and listens: from its first render in a browser (never while prerendering) until it is
/// disposed, anew when what it listens to is another. A feed that breaks is taken up again after a pause.
/// </summary>
public abstract partial class LiveSubscriber : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private CancellationTokenSource? _listening;
    private Task _listener = Task.CompletedTask;
    private object? _subject;
    private bool _isDisposed;

    /// <summary>There is no such thing, or it is not the viewer's.</summary>
    [Parameter]
    public EventCallback OnUnknown { get; set; }

    [Inject]
    private protected TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILoggerFactory Logs { get; set; } = null!;

    /// <summary>What is listened to.</summary>
    private protected abstract object Subject { get; }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        var (before, listener) = (_listening, _listener);
        _listening = null;
        await End(before, listener);
        GC.SuppressFinalize(this);
    }

    /// <summary>Listens until cancelled; called on the renderer's dispatcher.</summary>
    private protected abstract Task Listen(CancellationToken cancel);

    /// <summary>Nothing is awaited here, so that a further change or the disposal always finds the listener that there is.</summary>
    protected override void OnAfterRender(bool firstRender)
    {
        if (_isDisposed || Equals(Subject, _subject))
            return;

        _subject = Subject;
        var (before, listener) = (_listening, _listener);
        _listening = new CancellationTokenSource();
        _listener = Follow(before, listener, _listening.Token);
    }

    private async Task Follow(CancellationTokenSource? before, Task listener, CancellationToken cancel)
    {
        await End(before, listener);
        await Run(cancel);
    }

    private async Task Run(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await Listen(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (UnknownIdException)
            {
                await OnUnknown.InvokeAsync();
                return;
            }
            catch (Exception error)
            {
                FeedBroke(Logs.CreateLogger(GetType()), error);
            }

            await Task.Delay(Pause, Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private static async Task End(CancellationTokenSource? listening, Task listener)
    {
        if (listening is null)
            return;

        await listening.CancelAsync();
        await listener;
        listening.Dispose();
    }

    [LoggerMessage(EventId = 6100, Level = LogLevel.Warning, Message = "A live feed of a page broke off and is taken up again")]
    private static partial void FeedBroke(ILogger logger, Exception error);
}
