using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>A request as it has arrived.</summary>
internal sealed record Arrived(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>Somebody else's server, on loopback and a free port.</summary>
internal sealed class FakeWeb : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication _app;
    private readonly Channel<Arrived> _arrived = Channel.CreateUnbounded<Arrived>();

    private FakeWeb(WebApplication app) => _app = app;

    public int Port => Base.Port;

    public Uri Base => new(_app.Urls.Single());

    public static async Task<FakeWeb> Start(Func<Arrived, HttpResponse, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = new FakeWeb(builder.Build());
        web._app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var arrived = new Arrived(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray());
            web._arrived.Writer.TryWrite(arrived);
            await answer(arrived, context.Response);
        });
        await web._app.StartAsync();
        return web;
    }

    public static Task<FakeWeb> Answering(int status, string? body = null) => Start(async (_, response) =>
    {
        response.StatusCode = status;
        if (body is not null)
            await response.WriteAsync(body);
    });

    public async Task<Arrived> Next()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _arrived.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Whether nothing has arrived that was not asked for.</summary>
    public bool IsUntouched => _arrived.Reader.Count == 0;

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
