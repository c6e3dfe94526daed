using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mihari.Benchmarks.Streams;

/// <summary>
/// The least that a relay can be: each frame that comes in goes out to all who are there, and the next is read when all have it. Nobody
/// may be slow, nobody is asked who he is. A process of its own, which ends with its standard input.
/// </summary>
internal static class PlainRelay
{
    public const string Command = "relay-plain";
    private const int MostBytes = 256 * 1024;

    public static async Task<int> Run()
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseWebSockets();
        var outs = new ConcurrentDictionary<string, ConcurrentBag<WebSocket>>(StringComparer.Ordinal);
        app.Map("/in/{camera}", async (string camera, HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await Forward(socket, [.. outs[camera]]);
        });
        app.Map("/out/{camera}", async (string camera, HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            outs.GetOrAdd(camera, _ => []).Add(socket);
            await Ended(socket);
        });
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Console.In.ReadLineAsync();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        return 0;
    }

    private static async Task Forward(WebSocket from, WebSocket[] to)
    {
        var buffer = new byte[MostBytes];
        var sends = new Task[to.Length];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await from.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Close)
                    return;

                for (var i = 0; i < to.Length; i++)
                    sends[i] = to[i].SendAsync(buffer.AsMemory(0, length), part.MessageType, endOfMessage: true, CancellationToken.None).AsTask();
                await Task.WhenAll(sends);
            }
        }
        catch (WebSocketException)
        {
            // The end of the measurement.
        }
    }

    private static async Task Ended(WebSocket socket)
    {
        try
        {
            await socket.ReceiveAsync(new byte[1].AsMemory(), CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // Without a goodbye.
        }
    }
}
