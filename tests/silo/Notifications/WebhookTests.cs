using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mihari.Notifications;
using Mihari.Silo.Notifications;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>Calls to a customer's system over real sockets.</summary>
public sealed class WebhookTests : IDisposable
{
    private const string Body = """{"type":"MotionDetected","room":"玄関"}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly Outgoing _outgoing;

    public WebhookTests() => _outgoing = new Outgoing(_time);

    public void Dispose() => _outgoing.Dispose();

    [Fact]
    public async Task Send_ACall_IsSignedWithEachSecret()
    {
        await using var web = await FakeWeb.Answering(200);
        var call = Call(web.Base, "new secret", "old secret");

        Assert.Equal(new Delivery(DeliveryOutcome.Sent), await Send(web, call));

        var arrived = await web.Next();
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal("POST", arrived.Method);
        Assert.Equal(Body, Encoding.UTF8.GetString(arrived.Body));
        Assert.Equal("application/json", arrived.Headers["Content-Type"]);
        Assert.Equal(call.Id, arrived.Headers["Mihari-Message"]);
        Assert.Equal(timestamp, arrived.Headers["Mihari-Timestamp"]);
        Assert.Equal($"v1={Hmac("new secret", call.Id, timestamp)}, v1={Hmac("old secret", call.Id, timestamp)}", arrived.Headers["Mihari-Signature"]);
        Assert.Matches(@"^Mihari/\d+\.\d+\.\d+$", arrived.Headers["User-Agent"]);
        Assert.DoesNotContain("traceparent", arrived.Headers.Keys);
    }

    [Theory]
    [InlineData(201, DeliveryOutcome.Sent, null)]
    [InlineData(204, DeliveryOutcome.Sent, null)]
    [InlineData(400, DeliveryOutcome.Delayed, "400 Bad Request")]
    [InlineData(404, DeliveryOutcome.Delayed, "404 Not Found")]
    [InlineData(410, DeliveryOutcome.Gone, "410 Gone")]
    [InlineData(429, DeliveryOutcome.Delayed, "429 Too Many Requests")]
    [InlineData(503, DeliveryOutcome.Delayed, "503 Service Unavailable")]
    public async Task Send_Status_Decides(int status, DeliveryOutcome outcome, string? words)
    {
        await using var web = await FakeWeb.Answering(status);

        Assert.Equal(new Delivery(outcome, words), await Send(web, Call(web.Base)));
    }

    [Fact]
    public async Task Send_LongAnswer_IsCutToWords()
    {
        await using var web = await FakeWeb.Answering(500, "<html>\r\n" + new string('x', 5_000_000));

        var delivery = await Send(web, Call(web.Base));

        Assert.Equal(300, delivery.Words!.Length);
        Assert.StartsWith("500 Internal Server Error: <html> xxx", delivery.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Redirection_IsNotFollowed()
    {
        await using var elsewhere = await FakeWeb.Answering(200);
        await using var web = await FakeWeb.Start((_, response) =>
        {
            response.Redirect(elsewhere.Base.ToString(), permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        Assert.Equal(new Delivery(DeliveryOutcome.Delayed, "307 Temporary Redirect"), await Send(web, Call(web.Base), $"127.0.0.1:{elsewhere.Port}"));

        Assert.True(elsewhere.IsUntouched);
    }

    [Fact]
    public async Task Send_NoAnswerInTime_IsDelayed()
    {
        await using var web = await FakeWeb.Start(async (_, response) =>
        {
            var over = new TaskCompletionSource();
            await using var aborted = response.HttpContext.RequestAborted.Register(over.SetResult);
            await over.Task;
        });

        var sending = Send(web, Call(web.Base));
        await web.Next();
        _time.Advance(WebhookTransport.Limit);

        Assert.Equal(new Delivery(DeliveryOutcome.Delayed, "not done within 10 s"), await sending);
    }

    [Fact]
    public async Task Send_NobodyListens_IsDelayed()
    {
        var port = Hosts.GatewayHost.FreePort();
        using var guard = new OutboundGuard(Options.Create(new OutboundOptions { AllowedHosts = [$"127.0.0.1:{port}"] }));

        Assert.Equal(
            new Delivery(DeliveryOutcome.Delayed, "there is no connection"),
            await new WebhookTransport(guard, _outgoing.Attempts, _time).Send(Call(new Uri($"http://127.0.0.1:{port}/")), default));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/token-7", "the address is not an https address")]
    [InlineData("https://127.0.0.1:{0}/token-7", "the address leads inside: loopback addresses are not called")]
    [InlineData("https://localhost:{0}/token-7", "the address leads inside: loopback addresses are not called")]
    public async Task Send_AddressInside_IsRefusedAndNothingArrives(string url, string words)
    {
        await using var web = await FakeWeb.Answering(200);
        using var guard = new OutboundGuard(Options.Create(new OutboundOptions()));
        var call = Call(new Uri(string.Format(CultureInfo.InvariantCulture, url, web.Port)));

        Assert.Equal(new Delivery(DeliveryOutcome.Refused, words), await new WebhookTransport(guard, _outgoing.Attempts, _time).Send(call, default));

        Assert.True(web.IsUntouched);
        Assert.DoesNotContain(_outgoing.Log.All, line => line.Text.Contains("token-7", StringComparison.Ordinal));
    }

    private static WebhookCall Call(Uri url, params string[] secrets) => new(
        Guid.NewGuid().ToString("N"), url, [.. secrets.DefaultIfEmpty("secret")], Encoding.UTF8.GetBytes(Body));

    private static string Hmac(string secret, string id, string timestamp) => Convert.ToHexString(
        new HMACSHA256(Encoding.UTF8.GetBytes(secret)).ComputeHash(Encoding.UTF8.GetBytes($"{id}.{timestamp}.{Body}"))).ToLowerInvariant();

    private async Task<Delivery> Send(FakeWeb web, WebhookCall call, params string[] more)
    {
        using var guard = new OutboundGuard(Options.Create(new OutboundOptions { AllowedHosts = [$"127.0.0.1:{web.Port}", .. more] }));
        return await new WebhookTransport(guard, _outgoing.Attempts, _time).Send(call, default);
    }
}
