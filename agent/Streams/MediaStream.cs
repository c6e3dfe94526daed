using System.Net.WebSockets;
using Mihari.Agent.Media;

namespace Mihari.Agent.Streams;

/// <summary>One stream from its command to its end.</summary>
/// <param name="source">What is sent.</param>
/// <param name="time">For all limits.</param>
/// <param name="run">Its cancellation ends the stream: the agent stops.</param>
internal sealed class MediaStream(IFragmentSource source, TimeProvider time, CancellationToken run) : IDisposable
{
    /// <summary>The longest that opening, and the first fragment, may take: a command waits for them.</summary>
    public static readonly TimeSpan OpenWithin = TimeSpan.FromSeconds(5), FirstWithin = TimeSpan.FromSeconds(10);

    /// <summary>What is being sent at the end may take this long, and the closing as long again.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource<string?> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(run);
    private readonly CancellationTokenSource _abort = new(Timeout.InfiniteTimeSpan, time);
    private string? _why;

    /// <summary>Completes when the stream runs, with null, or when it cannot, with the reason.</summary>
    public Task<string?> Opened => _opened.Task;

    public string Name => source.Name;

    /// <summary>Fragments that were sent.</summary>
    public int Sent { get; private set; }

    private string Why => _why ?? "the agent stops";

    /// <summary>Ends the stream soon; the first reason counts.</summary>
    public void Stop(string why)
    {
        Interlocked.CompareExchange(ref _why, why, null);
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended at this very moment.
        }
    }

    /// <summary>Runs the stream to its end, and returns the reason of it.</summary>
    public async Task<string> Run(Uri address, HttpMessageInvoker http, TimeSpan openWithin)
    {
        using var socket = new MediaSocket(source.PongWithin);
        await using var stopping = _stop.Token.Register(() => _abort.CancelAfter(Grace));
        try
        {
            if (await Open(socket, address, http, openWithin) is { } problem)
            {
                _opened.TrySetResult(problem);
                return problem;
            }

            var watch = Watch(socket);
            var end = await Play(socket);
            _opened.TrySetResult(end);
            using var limit = new CancellationTokenSource(Grace, time);
            await socket.Close(limit.Token);
            await watch;
            return end;
        }
        finally
        {
            _opened.TrySetResult("the device failed; its log says how");
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _abort.Dispose();
    }

    private async Task<string?> Open(MediaSocket socket, Uri address, HttpMessageInvoker http, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            return await socket.Open(address, http, either.Token);
        }
        catch (OperationCanceledException)
        {
            return _stop.IsCancellationRequested ? Why : "the server did not answer in time";
        }
    }

    private async Task Watch(MediaSocket socket)
    {
        await socket.Closed;
        Stop("the server closed it");
    }

    private async Task<string> Play(MediaSocket socket)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var next = source.Next(_stop.Token);
                if (!next.IsCompleted)
                    _opened.TrySetResult(null);
                if (await next is not { } fragment)
                    return "the card cannot be read any more";
                if (await Send(socket, fragment) is { } problem)
                    return problem;
                _opened.TrySetResult(null);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // While it waited for pictures.
        }

        return Why;
    }

    private async Task<string?> Send(MediaSocket socket, CapturedFragment fragment)
    {
        var patience = _opened.Task.IsCompleted ? source.Patience : FirstWithin;
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _abort.Token);
        try
        {
            await socket.Send(fragment, either.Token);
            Sent++;
            return null;
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
        {
            return limit.IsCancellationRequested ? "the server takes nothing"
                : _stop.IsCancellationRequested ? Why
                : "the connection broke off";
        }
    }
}
