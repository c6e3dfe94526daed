using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Mihari.Benchmarks.Streams;

/// <summary>One who watches a stream, into one buffer that is used again and again.</summary>
internal sealed class Viewer : IDisposable
{
    /// <summary>So that one who does not read is full soon.</summary>
    private const int StalledBufferBytes = 32 * 1024;

    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[FragmentSource.FragmentBytes + 1024];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(int Number, long At)> _arrivals = new(256);
    private readonly HttpMessageInvoker _http;

    private Viewer(FragmentSource source, CookieContainer cookies, bool isStalled)
    {
        Source = source;
        _http = new HttpMessageInvoker(new SocketsHttpHandler { CookieContainer = cookies, ConnectCallback = (to, cancel) => Connect(to.DnsEndPoint, isStalled, cancel) });
    }

    /// <summary>Of what it is to receive.</summary>
    public FragmentSource Source { get; }

    /// <summary>Completes with its first fragment.</summary>
    public Task First => _first.Task;

    /// <summary>Completes when its socket is closed.</summary>
    public Task Watching { get; private set; } = Task.CompletedTask;

    /// <summary>Fragments and when their last byte had been read; to be looked at when it does not watch any more.</summary>
    public IReadOnlyList<(int Number, long At)> Arrivals => _arrivals;

    public static async Task<Viewer> Open(Uri address, FragmentSource source, CookieContainer cookies, bool isStalled = false)
    {
        var viewer = new Viewer(source, cookies, isStalled);
        await viewer._socket.ConnectAsync(address, viewer._http, CancellationToken.None);
        return viewer;
    }

    public void Watch(CancellationToken cancel) => Watching = Read(cancel);

    /// <summary>Reads what has been kept for it, after it has not read for so long.</summary>
    public async Task Drain()
    {
        using var patience = new CancellationTokenSource(DrainPatience);
        await Read(patience.Token);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _http.Dispose();
    }

    private static async ValueTask<Stream> Connect(DnsEndPoint to, bool isStalled, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (isStalled)
            socket.ReceiveBufferSize = StalledBufferBytes;
        try
        {
            await socket.ConnectAsync(to, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task Read(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancel);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Close)
                    return;

                if (part.MessageType == WebSocketMessageType.Binary && FragmentSource.IsFragment(_buffer.AsSpan(0, length)))
                {
                    _arrivals.Add((FragmentSource.NumberOf(_buffer.AsSpan(0, length)), Stopwatch.GetTimestamp()));
                    _first.TrySetResult();
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The end.
        }
    }
}
