using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mihari.Media;
using Mihari.Notifications;
using Mihari.Silo.Notifications;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>Messages to a push service and on to a browser, over real sockets.</summary>
public sealed class WebPushTests : IDisposable
{
    private const string Payload = """{"title":"動きを検知しました"}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly Outgoing _outgoing;
    private readonly TestBrowser _browser = new();
    private readonly ECDsa _server = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public WebPushTests() => _outgoing = new Outgoing(_time);

    public void Dispose()
    {
        _outgoing.Dispose();
        _browser.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Send_AMessage_IsReadByItsBrowserAndKnownToThePushService()
    {
        await using var web = await FakeWeb.Answering(201);

        Assert.Equal(new Delivery(DeliveryOutcome.Sent), await Send(web, Message(web)));

        var arrived = await web.Next();
        Assert.Equal(("POST", "/push/abc?x=1"), (arrived.Method, arrived.Path));
        Assert.Equal(("3600", "high", "camera-1"), (arrived.Headers["TTL"], arrived.Headers["Urgency"], arrived.Headers["Topic"]));
        Assert.Equal("aes128gcm", arrived.Headers["Content-Encoding"]);
        Assert.Equal(Payload, Encoding.UTF8.GetString(_browser.Decrypt(arrived.Body)));
        var claims = Claims(arrived.Headers["Authorization"]);
        Assert.Equal($"http://127.0.0.1:{web.Port}", claims.GetProperty("aud").GetString());
        Assert.Equal("mailto:lookout@mihari.example", claims.GetProperty("sub").GetString());
        var expires = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64());
        Assert.InRange(expires - _time.GetUtcNow(), TimeSpan.FromMinutes(10), TimeSpan.FromHours(12));
    }

    [Fact]
    public async Task Send_WithoutUrgencyAndTopic_SaysSo()
    {
        await using var web = await FakeWeb.Answering(202);

        await Send(web, Message(web) with { IsUrgent = false, Topic = null, KeepFor = TimeSpan.Zero });

        var arrived = await web.Next();
        Assert.Equal(("0", "normal"), (arrived.Headers["TTL"], arrived.Headers["Urgency"]));
        Assert.DoesNotContain("Topic", arrived.Headers.Keys);
    }

    [Fact]
    public async Task Send_WithoutASenderThatCanBeWrittenTo_NamesThePortal()
    {
        await using var web = await FakeWeb.Answering(201);

        await Send(web, Message(web), from: MailOptions.NoSender);

        Assert.Equal("https://portal.mihari.example", Claims((await web.Next()).Headers["Authorization"]).GetProperty("sub").GetString());
    }

    [Theory]
    [InlineData(200, DeliveryOutcome.Sent, null)]
    [InlineData(400, DeliveryOutcome.Refused, "400 Bad Request: no")]
    [InlineData(401, DeliveryOutcome.Refused, "401 Unauthorized: no")]
    [InlineData(404, DeliveryOutcome.Gone, "404 Not Found: no")]
    [InlineData(410, DeliveryOutcome.Gone, "410 Gone: no")]
    [InlineData(413, DeliveryOutcome.Refused, "413 Payload Too Large: no")]
    [InlineData(429, DeliveryOutcome.Delayed, "429 Too Many Requests: no")]
    [InlineData(500, DeliveryOutcome.Delayed, "500 Internal Server Error: no")]
    [InlineData(307, DeliveryOutcome.Delayed, "307 Temporary Redirect: no")]
    public async Task Send_Status_Decides(int status, DeliveryOutcome outcome, string? words)
    {
        await using var web = await FakeWeb.Answering(status, "no");

        Assert.Equal(new Delivery(outcome, words), await Send(web, Message(web)));
    }

    [Theory]
    [InlineData("", "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("not base64!", "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("BAAA", "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(null, "AAAA")]
    [InlineData(null, "!")]
    [InlineData("BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Send_MalformedKeys_AreRefusedUnasked(string? key, string auth)
    {
        await using var web = await FakeWeb.Answering(201);
        var message = Message(web);

        var delivery = await Send(web, message with { To = message.To with { P256dh = key ?? message.To.P256dh, Auth = auth } });

        Assert.Equal(new Delivery(DeliveryOutcome.Refused, "the subscription's keys are malformed"), delivery);
        Assert.True(web.IsUntouched);
    }

    [Theory]
    [InlineData("https://localhost:1/push", "the address leads inside: loopback addresses are not called")]
    [InlineData("http://push.example/push", "the address is not an https address")]
    [InlineData("push", "the subscription has no address")]
    public async Task Send_EndpointThatMayNotBeCalled_IsRefused(string endpoint, string words)
    {
        await using var web = await FakeWeb.Answering(201);
        var message = Message(web);

        Assert.Equal(new Delivery(DeliveryOutcome.Refused, words), await Send(web, message with { To = message.To with { Endpoint = endpoint } }));
    }

    private PushMessage Message(FakeWeb web)
    {
        var key = _server.ExportParameters(includePrivateParameters: true);
        return new PushMessage(
            _browser.Subscribe(new Uri(web.Base, "/push/abc?x=1")),
            new PushKeys(Base64Url.EncodeToString([4, .. key.Q.X!, .. key.Q.Y!]), Base64Url.EncodeToString(key.D!)),
            Encoding.UTF8.GetBytes(Payload),
            "camera-1",
            TimeSpan.FromHours(1),
            IsUrgent: true);
    }

    private async Task<Delivery> Send(FakeWeb web, PushMessage message, string from = "lookout@mihari.example")
    {
        using var guard = new OutboundGuard(Options.Create(new OutboundOptions { AllowedHosts = [$"127.0.0.1:{web.Port}"] }));
        return await new WebPushTransport(guard, _outgoing.Attempts, Options.Create(new MailOptions { From = from }), new Portal(), _time).Send(message, default);
    }

    /// <summary>What the token says, its signature checked with the key that is named beside it, which has to be the server's.</summary>
    private JsonElement Claims(string authorization)
    {
        var parts = authorization.Split(' ', 2);
        Assert.Equal("vapid", parts[0]);
        var named = parts[1].Split(", ").Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var point = Base64Url.DecodeFromChars(named["k"]);
        Assert.Equal(_server.ExportParameters(includePrivateParameters: false).Q.X, point[1..33]);
        var token = named["t"].Split('.');
        Assert.True(_server.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256));
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token[0]));
        Assert.Equal(("JWT", "ES256"), (header.RootElement.GetProperty("typ").GetString(), header.RootElement.GetProperty("alg").GetString()));
        return JsonDocument.Parse(Base64Url.DecodeFromChars(token[1])).RootElement;
    }

    private sealed class Portal : IUploadAddress
    {
        public Uri Base { get; } = new("https://portal.mihari.example/");
    }
}
