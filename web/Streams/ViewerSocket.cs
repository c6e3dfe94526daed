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

    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(1);

    private readonly byte[] _text = new byte[96];
    private StreamFormat? _format;
    private long _told = -1;
    private long _sentAt;

    /// <summary>Sends until the viewer leaves or is to be ended.</summary>
    public async Task Run(CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var requests = Requests(over.Token);
        try
        {
            await Send(over.Token);
            using var goodbye = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
            await socket.CloseOutputAsync((WebSocketCloseStatus)(int)(viewer.Ending ?? ViewerEnd.Finished), null, goodbye.Token);
            await requests.WaitAsync(goodbye.Token);
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

    private async Task Send(CancellationToken cancel)
    {
        var isWaiting = false;
        while (viewer.Ending is null)
        {
            if (channel.Take(viewer) is { } fragment)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                limit.CancelAfter(Stalled);
                try
                {
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

            if (await SendStatus(cancel))
                return;

            if (time.GetElapsedTime(_sentAt) >= AliveEvery)
                await Send(StreamText.Alive(_text, time.GetUtcNow()), cancel);

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
        var status = channel.Status;
        if (status.Version == _told)
            return false;

        // What is still in the buffer of a playback that has ended is played first.
        if (status.State == StreamState.Ended && !viewer.HasCredit)
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
}
