using System.Net.WebSockets;
using Mihari.Streams;

namespace Mihari.Web.Streams;

/// <summary>
/// Sends a channel to one viewer: the encoding before its first fragment and where it changes, each fragment with its time, what the
/// stream waits for, and once a second that it is there.
/// </summary>
internal sealed class ViewerSocket(WebSocket socket, StreamChannel channel, StreamViewer viewer, RelayInstruments instruments, TimeProvider time)
{
    private const int MaxRequest = 256;

    /// <summary>One who takes nothing for so long is gone; a page that plays on takes a fragment each second.</summary>
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(20);

    /// <summary>What is being sent at the end, and the viewer's own goodbye, may take this long each.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    /// <summary>Less than the second after which it is looked at, so that it is each of them.</summary>
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(0.8);

    private readonly byte[] _text = new byte[96];
    private StreamFormat? _format;
    private long _told = -1;
    private long _sentAt;

    /// <summary>Sends until the viewer leaves or is to be ended.</summary>
    public async Task Run(CancellationToken cancel)
    {
        using var over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var gone = cancel.Register(over.Cancel);
        var requests = Requests(over.Token);
        var sending = Send(over.Token);
        try
        {
            // One who takes nothing is not waited for any longer when he is to be ended.
            if (await Task.WhenAny(sending, viewer.Ended) != sending)
                over.CancelAfter(Goodbye);
            await sending;
            await Close(socket, viewer.Ending ?? ViewerEnd.Finished, requests, time);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The viewer is gone.
        }
        finally
        {
            await over.CancelAsync();
            socket.Abort();
            await requests.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends one who was not let in.</summary>
    public static async Task Refuse(WebSocket socket, ViewerEnd why, TimeProvider time)
    {
        try
        {
            await Close(socket, why, socket.ReceiveAsync(new byte[MaxRequest], CancellationToken.None), time);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // He has gone by himself.
        }

        socket.Abort();
    }

    /// <summary>Says why, and waits a little for the viewer to hear it.</summary>
    private static async Task Close(WebSocket socket, ViewerEnd why, Task heard, TimeProvider time)
    {
        using var goodbye = new CancellationTokenSource(Goodbye, time);
        await socket.CloseOutputAsync((WebSocketCloseStatus)(int)why, null, goodbye.Token);
        await heard.WaitAsync(goodbye.Token);
    }

    private async Task Send(CancellationToken cancel)
    {
        var isWaiting = false;
        while (viewer.Ending is null)
        {
            if (channel.Take(viewer) is { } fragment)
            {
                try
                {
                    using var limit = new SendLimit(cancel, time);
                    await Send(fragment, limit.Token);
                    instruments.Sent(fragment.Bytes.Length, isWaiting && channel.Id.IsLive ? time.GetElapsedTime(fragment.Received) : null);
                }
                finally
                {
                    fragment.Release();
                }

                isWaiting = false;
                continue;
            }

            using (var limit = new SendLimit(cancel, time))
            {
                if (await SendStatus(limit.Token))
                    return;

                if (time.GetElapsedTime(_sentAt) >= AliveEvery)
                    await Send(StreamText.Alive(_text, time.GetUtcNow()), limit.Token);
            }

            isWaiting = true;
            await viewer.Woken(cancel);
        }
    }

    private async Task Send(MediaFragment fragment, CancellationToken cancel)
    {
        if (!ReferenceEquals(_format, fragment.Format))
        {
            _format = fragment.Format;
            await socket.SendAsync(StreamText.Header(_format).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancel);
            await socket.SendAsync(_format.Init, WebSocketMessageType.Binary, endOfMessage: true, cancel);
        }

        await Send(StreamText.Mark(_text, fragment.At, time.GetUtcNow()), cancel);
        await socket.SendAsync(fragment.Bytes, WebSocketMessageType.Binary, endOfMessage: true, cancel);
    }

    private ValueTask Send(int length, CancellationToken cancel)
    {
        _sentAt = time.GetTimestamp();
        return socket.SendAsync(_text.AsMemory(0, length), WebSocketMessageType.Text, endOfMessage: true, cancel);
    }

    /// <summary>True where nothing more will come.</summary>
    private async Task<bool> SendStatus(CancellationToken cancel)
    {
        // Another node knows from the grain, and is ended when its run is.
        if (viewer.Caller is null)
            return viewer.IsLast && viewer.HasCredit;

        // What is still in the buffer of a playback that has ended, or on its way from another node, is played first.
        var status = channel.Status;
        if (status.Version == _told || (status.State == StreamState.Ended && (channel.IsFed || !viewer.HasCredit)))
            return false;

        _told = status.Version;
        await socket.SendAsync(StreamText.Status(status).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancel);
        return status.State == StreamState.Ended;
    }

    /// <summary>Reads what the viewer asks for, until it leaves.</summary>
    private async Task Requests(CancellationToken cancel)
    {
        var request = new byte[MaxRequest];
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(request.AsMemory(), cancel);
                if (part.MessageType != WebSocketMessageType.Text || !part.EndOfMessage || !StreamText.TryRead(request.AsSpan(0, part.Count), out var text))
                    break;

                viewer.Grant(text.Take);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone.
        }

        viewer.End(ViewerEnd.Finished);
    }

    /// <summary>Ends what takes too long.</summary>
    private readonly struct SendLimit : IDisposable
    {
        private readonly CancellationTokenSource _limit;
        private readonly CancellationTokenRegistration _outer;

        public SendLimit(CancellationToken cancel, TimeProvider time)
        {
            var limit = new CancellationTokenSource(Stalled, time);
            (_limit, _outer) = (limit, cancel.Register(limit.Cancel));
        }

        public CancellationToken Token => _limit.Token;

        public void Dispose()
        {
            _outer.Dispose();
            _limit.Dispose();
        }
    }
}
