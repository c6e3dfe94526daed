using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Mihari.Tests.Web.Hosts;

/// <summary>A span as it left the server.</summary>
public sealed record CollectedSpan(string Scope, string Name, string Trace, string Id, string? Parent, string Bytes);

/// <summary>Takes traces as any collector does, OTLP over HTTP with protobuf.</summary>
public sealed class TraceCollector : IAsyncLifetime
{
    private readonly ConcurrentQueue<CollectedSpan> _spans = [];
    private WebApplication _app = null!;

    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<CollectedSpan> Spans => [.. _spans];

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/v1/traces", Take);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        foreach (var resource in Fields(body.ToArray(), 1))
        {
            foreach (var scope in Fields(resource, 2))
            {
                var name = Encoding.UTF8.GetString(Fields(Fields(scope, 1).Single(), 1).Single().Span);
                foreach (var span in Fields(scope, 2))
                    _spans.Enqueue(Read(name, span));
            }
        }

        context.Response.ContentType = "application/x-protobuf";
    }

    private static CollectedSpan Read(string scope, ReadOnlyMemory<byte> span) => new(
        scope,
        Encoding.UTF8.GetString(Fields(span, 5).Single().Span),
        Convert.ToHexString(Fields(span, 1).Single().Span),
        Convert.ToHexString(Fields(span, 2).Single().Span),
        Fields(span, 4).Select(parent => Convert.ToHexString(parent.Span)).SingleOrDefault(parent => parent.Length > 0),
        Encoding.UTF8.GetString(span.Span));

    /// <summary>The parts of a protobuf message that have a length, with this number.</summary>
    private static List<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        while (!message.IsEmpty)
        {
            var key = Number(ref message);
            switch (key & 7)
            {
                case 0:
                    Number(ref message);
                    break;
                case 1:
                    message = message[8..];
                    break;
                case 5:
                    message = message[4..];
                    break;
                default:
                    var length = (int)Number(ref message);
                    if ((int)(key >> 3) == number)
                        found.Add(message[..length]);

                    message = message[length..];
                    break;
            }
        }

        return found;
    }

    private static ulong Number(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message.Span[0];
            message = message[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
