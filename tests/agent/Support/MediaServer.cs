using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using Mihari.Agent.Media;
using Mihari.Protocol;

namespace Mihari.Tests.Agent.Support;

/// <summary>The server's end of streams: it reads only as far as a test asks, so a test decides how slow the socket is.</summary>
internal sealed class MediaServer : IAsyncDisposable
{
    /// <summary>It is in the address, and nowhere else to be seen.</summary>
    public const string Token = "secret-of-the-stream";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<MediaPeer> _peers = System.Threading.Channels.Channel.CreateUnbounded<MediaPeer>();
    private readonly List<TcpClient> _clients = [];
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly X509Certificate2? _certificate;
    private readonly int _answer;
    private readonly Task _serving;

    /// <param name="answer">The status of its answer; 0 to accept the connection and say nothing.</param>
    /// <param name="tls">With a certificate of this authority.</param>
    public MediaServer(int answer = 101, Authority? tls = null)
    {
        _answer = answer;
        if (tls is not null)
        {
            using var pem = X509Certificate2.CreateFromPemFile(tls.ServerFile, tls.ServerKeyFile);
            _certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }

        _listener.Server.ReceiveBufferSize = 256 * 1024;
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        Address = $"{(tls is null ? "ws" : "wss")}://127.0.0.1:{port}/media?token={Token}";
        _serving = Serve();
    }

    public string Address { get; }

    /// <summary>Connections that no test has asked for yet.</summary>
    public int Waiting => _peers.Reader.Count;

    /// <summary>Completes with the first connection, before it is answered.</summary>
    public Task Accepted() => _accepted.Task.WaitAsync(Programs.Patience);

    public async Task<MediaPeer> Next()
    {
        using var limit = new CancellationTokenSource(Programs.Patience);
        return await _peers.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        foreach (var client in _clients)
            client.Dispose();
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private async Task Serve()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                _accepted.TrySetResult();
                if (_answer != 0)
                    await Answer(client);
            }
            catch (Exception e) when (e is AuthenticationException or IOException)
            {
                // The client does not trust the certificate, or went before it was answered.
            }
            catch (Exception e) when (e is SocketException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task Answer(TcpClient client)
    {
        Stream stream = client.GetStream();
        if (_certificate is not null)
        {
            var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(_certificate);
            stream = secure;
        }

        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        var key = head.ToString().Split("\r\n").Single(l => l.StartsWith("Sec-WebSocket-Key: ", StringComparison.OrdinalIgnoreCase))[19..];
#pragma warning disable CA5350 // The handshake of RFC 6455 asks for it; it protects nothing.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(_answer == 101
            ? $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
            : string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {_answer} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")));
        if (_answer == 101)
            _peers.Writer.TryWrite(new MediaPeer(WebSocket.CreateFromStream(stream, isServer: true, null, TimeSpan.Zero), client));
    }
}

/// <summary>One stream as the server sees it.</summary>
internal sealed class MediaPeer(WebSocket socket, TcpClient client) : IDisposable
{
    /// <summary>Of the header that came last.</summary>
    public InitSegment? Init { get; private set; }

    /// <summary>A header, and the init segment behind it.</summary>
    public async Task<StreamHeader> Header()
    {
        Assert.True(Wire.TryRead(await Read(WebSocketMessageType.Text), WireJson.Default.StreamHeader, out var header, out var problem), problem);
        Init = InitSegment.Parse(await Read(WebSocketMessageType.Binary));
        return header!;
    }

    /// <summary>A fragment's mark only.</summary>
    public async Task<DateTimeOffset> Mark()
    {
        Assert.True(Wire.TryRead(await Read(WebSocketMessageType.Text), WireJson.Default.FragmentMark, out var mark, out var problem), problem);
        return mark!.At;
    }

    public async Task<(DateTimeOffset At, byte[] Bytes)> Fragment() => (await Mark(), await Read(WebSocketMessageType.Binary));

    /// <summary>The capture times of the next fragments.</summary>
    public async Task<List<DateTimeOffset>> Marks(int count)
    {
        var marks = new List<DateTimeOffset>();
        while (marks.Count < count)
            marks.Add((await Fragment()).At);
        return marks;
    }

    public async Task<byte[]> Read(WebSocketMessageType type)
    {
        var (got, bytes) = await Message();
        Assert.Equal(type, got);
        return bytes;
    }

    /// <summary>Reads to the end, which has to be in good order, and answers it. What was still on its way is passed over.</summary>
    public async Task Closed()
    {
        while ((await Message()).Type != WebSocketMessageType.Close)
        {
            // On its way when it was closed.
        }

        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        if (socket.State == WebSocketState.CloseReceived)
            await Close();
    }

    /// <summary>Reads to the end, which has to be a connection that broke off.</summary>
    public async Task Broken()
    {
        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            while ((await Message()).Type != WebSocketMessageType.Close)
            {
                // Until it breaks off.
            }
        });
    }

    public Task Say(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task Close() => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    /// <summary>Breaks the connection off.</summary>
    public void Dispose()
    {
        socket.Dispose();
        client.Dispose();
    }

    private async Task<(WebSocketMessageType Type, byte[] Bytes)> Message()
    {
        using var limit = new CancellationTokenSource(Programs.Patience);
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            await message.WriteAsync(buffer.AsMemory(0, part.Count), limit.Token);
            if (part.EndOfMessage)
                return (part.MessageType, message.ToArray());
        }
    }
}
