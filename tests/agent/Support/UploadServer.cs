using System.Net;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace Mihari.Tests.Agent.Support;

/// <summary>What was PUT.</summary>
internal sealed record Upload(string Path, byte[] Body, string? ContentType, bool DigestFits);

/// <summary>Takes uploads and answers as a test wants; 0 breaks the connection off.</summary>
internal sealed class UploadServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Channel<Upload> _uploads = Channel.CreateUnbounded<Upload>();
    private readonly Queue<int> _answers;
    private readonly Task _serving;

    public UploadServer(params int[] answers)
    {
        _answers = new Queue<int>(answers);
        Address = $"http://127.0.0.1:{Programs.FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = Serve();
    }

    public string Address { get; }

    public async Task<Upload> Next()
    {
        using var limit = new CancellationTokenSource(Programs.Patience);
        return await _uploads.Reader.ReadAsync(limit.Token);
    }

    public int Waiting => _uploads.Reader.Count;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task Serve()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var fits = context.Request.Headers["Digest"] == "sha-256=" + Convert.ToBase64String(SHA256.HashData(body.ToArray()))
                    && context.Request.ContentLength64 == body.Length && context.Request.HttpMethod == "PUT";
                var upload = new Upload(context.Request.Url!.AbsolutePath, body.ToArray(), context.Request.ContentType, fits);
                var answer = _answers.Count > 0 ? _answers.Dequeue() : 201;
                if (answer == 0)
                {
                    context.Response.Abort();
                }
                else
                {
                    context.Response.StatusCode = answer;
                    context.Response.Close();
                }

                _uploads.Writer.TryWrite(upload);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
