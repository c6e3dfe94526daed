using System.Net.WebSockets;
using Mihari.Streams;

namespace Mihari.Web.Streams;

/// <summary>Gets streams from other web nodes, over the same WebSocket that they come in by.</summary>
internal sealed partial class NodeLink(RelayInstruments instruments, TimeProvider time, ILogger<NodeLink> log) : IDisposable
{
    /// <summary>The other node speaks once a second; one that does not is gone.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2.5);

    private readonly SocketsHttpHandler _http = new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(1),
    };

    /// <summary>Takes a run in from the node that carries it, until it ends or nobody watches here any more.</summary>
    public async Task Follow(StreamChannel channel, StreamCarrier carrier, CancellationToken stopping)
    {
        await Task.Yield();
        var feed = channel.BeginFeed(carrier.Run);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(feed, stopping);
        instruments.Feeds(1, fromCamera: false);
        try
        {
            using var socket = new ClientWebSocket();
            using var http = new HttpMessageInvoker(_http, disposeHandler: false);
            var address = new UriBuilder(new Uri(carrier.Address, $"media/streams/{channel.Id}/relay"))
            {
                Scheme = carrier.Address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws",
                Query = $"run={carrier.Run}&token={carrier.Token}",
            };
            using var limit = new CancellationTokenSource(Silence, time);
            using var opening = CancellationTokenSource.CreateLinkedTokenSource(over.Token, limit.Token);
            await socket.ConnectAsync(address.Uri, http, opening.Token);
            if (!channel.Id.IsLive)
                _ = Request(socket, channel.Buffer, over.Token);
            await new FeedReader(socket, channel, instruments, time).Run(TimeSpan.Zero, Silence, over.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or BrokenFeedException or HttpRequestException)
        {
            if (!over.IsCancellationRequested)
                Lost(carrier.Node, e.Message);
        }
        finally
        {
            instruments.Feeds(-1, fromCamera: false);
            await channel.EndFeed(carrier.Run, isOver: !over.IsCancellationRequested);
            await over.CancelAsync();
        }
    }

    /// <summary>Asks for as much of a playback as there is room for: what would have to wait in the connection would hold up its pings.</summary>
    private static async Task Request(WebSocket socket, StreamBuffer buffer, CancellationToken over)
    {
        try
        {
            for (var room = StreamBuffer.Depth; ; room = await buffer.Taken(over))
                await socket.SendAsync(StreamText.Request(room).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, over);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The reading side says why.
        }
    }

    public void Dispose() => _http.Dispose();

    [LoggerMessage(3602, LogLevel.Information, "A stream from node {Node} has ended: {Reason}")]
    private partial void Lost(string node, string reason);
}
