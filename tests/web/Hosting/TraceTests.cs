using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Live;
using Mihari.Web.Live;
using MQTTnet;
using MQTTnet.Protocol;
using OpenTelemetry.Trace;
using Xunit;

namespace Mihari.Tests.Web.Hosting;

/// <summary>What the whole server tells a collector of traces.</summary>
[Collection(nameof(EmbeddedFixture))]
public sealed class TraceTests(EmbeddedFixture server) : IDisposable
{
    private const string Camera = "02AA00000301";

    public void Dispose() => server.Traces.IsKeeping = false;

    [Fact]
    public async Task Event_OfADevice_IsOneTraceFromTheSocketToTheWatchingNode()
    {
        await server.Property("traces", Camera);
        server.Traces.IsKeeping = true;
        var feeds = server.Services.GetRequiredService<ILiveFeeds>();
        using var enough = new CancellationTokenSource(Wait.Long);
        await using var watched = feeds.WatchBuilding(
            new Caller(new AccountId("admin-traces"), new CustomerId("traces"), Role.Administrator), new BuildingId("building-traces"), enough.Token).GetAsyncEnumerator();
        Assert.True(await watched.MoveNextAsync());
        using var device = await Connect();
        await Until(watched, card => card.Status.Presence == Mihari.Cameras.Presence.Online);

        await Publish(device, "hello", """{"protocol":1,"kind":"camera","model":"C","firmware":"1","boot":"b","clock":"2026-11-22T03:04:05.000Z","sensors":[{"id":"motion","kind":"motion"}],"sd":{"state":"ok","capacityBytes":1000,"usedBytes":1,"lifePercent":93}}""");
        await Until(watched, card => card.Status.Sd is not null); // What changes while a report is on its way goes with the next one, under the trace of the first change.
        await Publish(device, "event", $$"""{"id":"e-1","sensor":"motion","kind":"motion","at":"{{DateTimeOffset.Parse("2026-11-22T03:04:06Z", CultureInfo.InvariantCulture):O}}","confidence":0.8}""");
        await Until(watched, card => card.Status.RecordingUntil is not null);

        // Who watches has the push before its span has ended, and those around it.
        CollectedSpan? root;
        List<CollectedSpan> trace;
        do
        {
            enough.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            server.Services.GetRequiredService<TracerProvider>().ForceFlush();
            root = server.Traces.Spans.SingleOrDefault(span => span is { Scope: "Mihari.Gateway", Name: "mqtt Event" });
            trace = [.. server.Traces.Spans.Where(span => span.Trace == root?.Trace)];
        }
        while (root is null || !trace.Exists(span => span.Name == "live push") || trace.Exists(span => !HasParent(trace, span)));

        Assert.Null(root.Parent);
        Assert.Contains(trace, span => span is { Scope: "Microsoft.Orleans.Storage" });
        Assert.Contains(trace, span => span is { Scope: "Mihari.Storage", Name: "timeline append" });
        Assert.Contains(trace, span => span is { Scope: "Mihari.Live", Name: "report" });
        var delta = Assert.Single(trace, span => span is { Scope: "Mihari.Live", Name: "live delta" } && trace.Exists(push => push.Name == "live push" && Leads(trace, push, span)));
        Assert.True(Leads(trace, delta, root));
        Assert.All(trace, span => Assert.True(HasParent(trace, span), $"{span.Scope} {span.Name} hangs in the air"));
    }

    [Fact]
    public async Task Spans_OfAccountsAndUploads_HaveNeitherAddressesNorTokens()
    {
        server.Traces.IsKeeping = true;
        using var client = await server.SignedIn("one");
        using var content = new ByteArrayContent([1]);
        (await client.PutAsync($"/media/uploads/{Camera}/clip-1/video?token=secret-token", content)).Dispose();
        await Exported("/media/uploads/");

        var spans = server.Traces.Spans;
        Assert.Contains(spans, span => span.Bytes.Contains("IEmailDirectory", StringComparison.Ordinal));
        Assert.Contains(spans, span => span.Bytes.Contains("/media/uploads/", StringComparison.Ordinal));
        Assert.DoesNotContain(spans, span => span.Bytes.Contains("@one.example", StringComparison.Ordinal));
        Assert.DoesNotContain(spans, span => span.Bytes.Contains("secret-token", StringComparison.Ordinal));
    }

    /// <summary>The answer is there before the span of its request has ended.</summary>
    private async Task Exported(string what)
    {
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < Wait.Long && !server.Traces.Spans.Any(span => span.Bytes.Contains(what, StringComparison.Ordinal));)
        {
            server.Services.GetRequiredService<TracerProvider>().ForceFlush();
            await Task.Yield();
        }
    }

    private static bool HasParent(List<CollectedSpan> trace, CollectedSpan span) => span.Parent is null || trace.Exists(parent => parent.Id == span.Parent);

    private static bool Leads(List<CollectedSpan> trace, CollectedSpan from, CollectedSpan to)
    {
        for (var at = from; at is not null; at = trace.Find(span => span.Id == at.Parent))
        {
            if (at.Id == to.Id)
                return true;
        }

        return false;
    }

    private static async Task Until(IAsyncEnumerator<LiveUpdate<Dashboard, CameraCard>> watched, Func<CameraCard, bool> seen)
    {
        do
            Assert.True(await watched.MoveNextAsync());
        while (!(watched.Current.Delta?.Changed.Any(seen) ?? watched.Current.Snapshot!.Cameras.Items.Any(seen)));
    }

    private async Task<IMqttClient> Connect()
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", server.GatewayPort)
            .WithClientId(Camera).WithCredentials(Camera, EmbeddedFixture.DeviceKey).WithCleanSession().WithKeepAlivePeriod(TimeSpan.FromSeconds(20)).Build());
        return client;
    }

    private static async Task Publish(IMqttClient client, string channel, string payload) => await client.PublishAsync(new MqttApplicationMessageBuilder()
        .WithTopic($"v1/{Camera}/{channel}").WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
}
