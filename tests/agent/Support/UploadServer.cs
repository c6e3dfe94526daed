using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace Mihari.Tests.Agent.Support;

/// <summary>What was PUT.</summary>
internal sealed record Upload(string Path, byte[] Body, string? ContentType, bool DigestFits);

/// <summary>
/// Takes uploads and answers as a test wants; 0 breaks the connection off, which a finished HTTP server won't do.
/// One request a connection.
/// </summary>
internal sealed class UploadServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<Upload> _uploads = Channel.CreateUnbounded<Upload>();
    private readonly Queue<int> _answers;
    private readonly Task _serving;

    public UploadServer(params int[] answers)
    {
        _answers = new Queue<int>(answers);
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/";
        _serving = Serve();
    }

    public string Address { get; }

    public int Waiting => _uploads.Reader.Count;

    public async Task<Upload> Next()
    {
        using var limit = new CancellationTokenSource(Programs.Patience);
        return await _uploads.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Dispose();
    }

    private async Task Serve()
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await Answer(client.GetStream());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Answer(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        var request = lines[0].Split(' ');
        var fits = headers["Digest"] == "sha-256=" + Convert.ToBase64String(SHA256.HashData(body)) && request[0] == "PUT";
        _uploads.Writer.TryWrite(new Upload(request[1], body, headers.GetValueOrDefault("Content-Type"), fits));
        var answer = _answers.Count > 0 ? _answers.Dequeue() : 201;
        if (answer != 0)
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")));
    }
}
