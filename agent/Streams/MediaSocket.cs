using System.Net.WebSockets;
using Mihari.Agent.Media;
using Mihari.Protocol;

namespace Mihari.Agent.Streams;

/// <summary>The WebSocket of a stream (device protocol, Media). Of what the server says on it only that it closes is heard.</summary>
internal sealed class MediaSocket : IDisposable
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);

    private readonly ClientWebSocket _socket = new();
    private Task _heard = Task.CompletedTask;
    private InitSegment? _init;

    /// <param name="pongWithin">How soon the server has to answer a ping.</param>
    public MediaSocket(TimeSpan pongWithin)
    {
        _socket.Options.KeepAliveInterval = PingEvery;
        _socket.Options.KeepAliveTimeout = pongWithin;
        _socket.Options.CollectHttpResponseDetails = true;
    }

    /// <summary>Completes when the server has closed the socket or the connection is broken.</summary>
    public Task Closed => _heard;

    /// <summary>Connects; what went wrong, without the address, where that is not possible.</summary>
    public async Task<string?> Open(Uri address, HttpMessageInvoker http, CancellationToken cancellation)
    {
        try
        {
            await _socket.ConnectAsync(address, http, cancellation);
            _heard = Listen();
            return null;
        }
        catch (WebSocketException e)
        {
            return _socket.HttpStatusCode is not 0 and var status ? $"the server answered {(int)status}"
                : e.InnerException is HttpRequestException inner ? $"the connection failed: {inner.HttpRequestError}"
                : "the connection failed";
        }
    }

    /// <summary>Sends a fragment, behind its header and init segment where it is the first or of another encoding.</summary>
    public async Task Send(CapturedFragment captured, CancellationToken cancellation)
    {
        var init = captured.Fragment.Init;
        if (_init is null || !init.SameAs(_init))
        {
            var header = new StreamHeader { Codecs = init.Codecs, Width = init.Width, Height = init.Height, From = captured.At };
            await Send(Wire.Write(header, WireJson.Default.StreamHeader), WebSocketMessageType.Text, cancellation);
            await Send(init.Bytes, WebSocketMessageType.Binary, cancellation);
            _init = init;
        }

        await Send(Wire.Write(new FragmentMark { At = captured.At }, WireJson.Default.FragmentMark), WebSocketMessageType.Text, cancellation);
        await Send(captured.Fragment.Bytes, WebSocketMessageType.Binary, cancellation);
    }

    /// <summary>Closes the socket in good order where the connection and the limit allow it.</summary>
    public async Task Close(CancellationToken limit)
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit);
            await _heard.WaitAsync(limit);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
        {
            // The connection is gone, or the server doesn't answer.
        }

        _socket.Abort();
        await _heard;
    }

    public void Dispose() => _socket.Dispose();

    private async Task Send(byte[] bytes, WebSocketMessageType type, CancellationToken cancellation) =>
        await _socket.SendAsync(bytes.AsMemory(), type, endOfMessage: true, cancellation);

    private async Task Listen()
    {
        var ignored = new byte[256];
        try
        {
            while ((await _socket.ReceiveAsync(ignored.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
                // Nothing that the server could say is asked for.
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Broken: that is an end too.
        }
    }
}
