using System.Buffers.Binary;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Mihari.Identifiers;
using Mihari.Tests.Web.Live;
using Mihari.Tests.Web.Media;

namespace Mihari.Tests.Web.Streams;

/// <summary>A camera's socket, which sends what the test says.</summary>
internal sealed class TestCamera : IDisposable
{
    public const string Header = """{"codecs":"avc1.64001f","width":1280,"height":720,"from":"2026-11-22T03:04:05.000Z"}""";

    private readonly ClientWebSocket _socket = new();

    public static byte[] Init { get; } = [.. Samples.Box("ftyp", 16), .. Samples.Box("moov", 600)];

    public static async Task<TestCamera> Open(Uri web, StreamId stream, string token = FakeStream.CameraToken)
    {
        var camera = new TestCamera();
        await camera._socket.ConnectAsync(new Uri($"ws://{web.Authority}/media/streams/{stream}/in?token={token}"), CancellationToken.None).WaitAsync(Wait.Long);
        return camera;
    }

    /// <summary>Opens it, and sends what comes before the first fragment.</summary>
    public static async Task<TestCamera> Start(Uri web, StreamId stream)
    {
        var camera = await Open(web, stream);
        await camera.Text(Header);
        await camera.Binary(Init);
        return camera;
    }

    /// <summary>The n-th fragment of this test's camera.</summary>
    public static byte[] Fragment(int number, int size = 1000)
    {
        byte[] fragment = [.. Samples.Box("moof", 90), .. Samples.Box("mdat", size)];
        BinaryPrimitives.WriteInt32BigEndian(fragment.AsSpan(^4), number);
        return fragment;
    }

    public static int NumberOf(byte[] fragment) => BinaryPrimitives.ReadInt32BigEndian(fragment.AsSpan(^4));

    public async Task Send(int number, int size = 1000)
    {
        await Text($$"""{"at":"2026-11-22T03:04:{{number % 60:00}}.000Z"}""");
        await Binary(Fragment(number, size));
    }

    public Task Text(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None).WaitAsync(Wait.Long);

    public Task Binary(byte[] bytes) => _socket.SendAsync(bytes, WebSocketMessageType.Binary, true, CancellationToken.None).WaitAsync(Wait.Long);

    public Task Close() => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Wait.Long);

    /// <summary>Until the server has closed the socket.</summary>
    public async Task Closed()
    {
        try
        {
            while ((await _socket.ReceiveAsync(new byte[256].AsMemory(), CancellationToken.None).AsTask().WaitAsync(Wait.Long)).MessageType != WebSocketMessageType.Close)
            {
                // The server has nothing to say.
            }
        }
        catch (WebSocketException)
        {
            // Without a goodbye.
        }
    }

    public void Dispose() => _socket.Dispose();
}

/// <summary>A browser's socket.</summary>
internal sealed class TestViewer : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[8 << 20];

    /// <summary>How much of a frame has been read already.</summary>
    private int _begun;

    private TestViewer(CookieContainer cookies) => _socket.Options.Cookies = cookies;

    public static async Task<TestViewer> Open(Uri web, string path, CookieContainer cookies)
    {
        var viewer = new TestViewer(cookies);
        await viewer._socket.ConnectAsync(new Uri($"ws://{web.Authority}/{path}"), CancellationToken.None).WaitAsync(Wait.Long);
        return viewer;
    }

    /// <summary>The next frame that is not only a sign of life: a text, or bytes; null at the end.</summary>
    public async Task<object?> Next()
    {
        object? frame;
        do
            frame = await NextFrame();
        while (IsSign(frame));
        return frame;
    }

    /// <summary>The next sign of life, whatever comes before it.</summary>
    public async Task NextSign()
    {
        while (!IsSign(await NextFrame()))
        {
            // Only that is waited for.
        }
    }

    /// <summary>Reads some bytes at most of the next frame, and leaves the rest of it.</summary>
    public async Task Sip(int bytes)
    {
        var part = await _socket.ReceiveAsync(_buffer.AsMemory(_begun, bytes), CancellationToken.None).AsTask().WaitAsync(Wait.Long);
        _begun = part.EndOfMessage ? 0 : _begun + part.Count;
    }

    private static bool IsSign(object? frame) => frame is string text && text.StartsWith("{\"now\"", StringComparison.Ordinal);

    private async Task<object?> NextFrame()
    {
        var length = _begun;
        _begun = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(Wait.Long);
            length += part.Count;
        }
        while (!part.EndOfMessage);

        switch (part.MessageType)
        {
            case WebSocketMessageType.Close:
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return null;
            case WebSocketMessageType.Text:
                return Encoding.UTF8.GetString(_buffer, 0, length);
            default:
                return _buffer.AsSpan(0, length).ToArray();
        }
    }

    /// <summary>The number of the next fragment, whatever comes before it.</summary>
    public async Task<int> NextFragment()
    {
        while (true)
        {
            switch (await Next())
            {
                case null:
                    throw new InvalidOperationException("the stream has ended");
                case byte[] bytes when bytes.AsSpan(4, 4).SequenceEqual("moof"u8):
                    return TestCamera.NumberOf(bytes);
            }
        }
    }

    /// <summary>The next text with a state, whatever comes before it.</summary>
    public async Task<(string? State, string? Reason)> NextStatus()
    {
        while (await Next() is { } frame)
        {
            if (frame is string text && JsonDocument.Parse(text).RootElement is var json && json.TryGetProperty("state", out var state))
                return (state.GetString(), json.GetProperty("reason").GetString());
        }

        throw new InvalidOperationException("the stream has ended");
    }

    /// <summary>The code with which the server ends it, whatever comes before.</summary>
    public async Task<int> Closed()
    {
        while (await Next() is not null)
        {
            // Only its end matters.
        }

        return Code;
    }

    public int Code => (int)_socket.CloseStatus!;

    public Task Take(int fragments) => _socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"take":{{fragments}}}"""), WebSocketMessageType.Text, true, CancellationToken.None).WaitAsync(Wait.Long);

    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();
}
