using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mihari.Notifications;
using Mihari.Silo.Notifications;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>Mails by a service that checks every signature, as Azure Communication Services does.</summary>
public sealed class AzureEmailTests : IDisposable
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(64);

    private readonly Outgoing _outgoing = new();
    private readonly Queue<string> _statuses = new();
    private string _failure = "";
    private int _accepts = 202;

    public void Dispose() => _outgoing.Dispose();

    [Fact]
    public async Task Send_AMail_IsTakenAndFollowedToItsEnd()
    {
        _outgoing.Media.With("a", [1, 2], "image/jpeg").With("b", [3, 4, 5], "video/mp4");
        var mail = Outgoing.Mail() with
        {
            Parts = [new MailPart("b", "clip.mp4", "video/mp4", IsInline: false), new MailPart("gone", "x.jpg", "image/jpeg", IsInline: true), new MailPart("a", "still.jpg", "image/jpeg", IsInline: true)],
        };
        Statuses("Running", "Succeeded");
        await using var azure = await Start();

        Assert.Equal(new Delivery(DeliveryOutcome.Sent), await Send(azure, mail));

        var sent = await azure.Next();
        Assert.Equal(("POST", "/emails:send?api-version=2025-09-01"), (sent.Method, sent.Path));
        Assert.Equal(Guid.Parse(mail.Id).ToString("D"), sent.Headers["Operation-Id"]);
        using var json = JsonDocument.Parse(sent.Body);
        Assert.Equal("lookout@mihari.example", json.RootElement.GetProperty("senderAddress").GetString());
        Assert.Equal("someone@example.com", json.RootElement.GetProperty("recipients").GetProperty("to")[0].GetProperty("address").GetString());
        Assert.Equal(mail.Subject, json.RootElement.GetProperty("content").GetProperty("subject").GetString());
        Assert.Equal(mail.Text, json.RootElement.GetProperty("content").GetProperty("plainText").GetString());
        Assert.Equal(mail.Html, json.RootElement.GetProperty("content").GetProperty("html").GetString());
        Assert.Equal("auto-generated", json.RootElement.GetProperty("headers").GetProperty("Auto-Submitted").GetString());
        Assert.Equal(
            ["clip.mp4 video/mp4 AwQF -", "still.jpg image/jpeg AQI= still.jpg"],
            json.RootElement.GetProperty("attachments").EnumerateArray().Select(part =>
                $"{part.GetProperty("name")} {part.GetProperty("contentType")} {part.GetProperty("contentInBase64")} {(part.TryGetProperty("contentId", out var id) ? id : "-")}"));
        Assert.Equal(("GET", $"/emails/operations/{Guid.Parse(mail.Id):D}?api-version=2025-09-01"), await Called(azure));
        Assert.Equal("GET", (await Called(azure)).Method);
        Assert.True(azure.IsUntouched);
        Assert.Equal(0, _outgoing.Media.Open);
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("Canceled")]
    public async Task Send_OperationThatFails_IsRefusedWithItsWords(string status)
    {
        _failure = "the recipient\r\nis on the suppression list";
        Statuses(status);
        await using var azure = await Start();

        Assert.Equal(new Delivery(DeliveryOutcome.Refused, "the recipient is on the suppression list"), await Send(azure, Outgoing.Mail()));
    }

    [Fact]
    public async Task Send_OperationThatHasBegunBefore_IsFollowed()
    {
        _accepts = 409;
        Statuses("Succeeded");
        await using var azure = await Start();

        Assert.Equal(new Delivery(DeliveryOutcome.Sent), await Send(azure, Outgoing.Mail()));
    }

    [Theory]
    [InlineData(400, DeliveryOutcome.Refused, "400 no such domain")]
    [InlineData(401, DeliveryOutcome.Delayed, "401 no such domain")]
    [InlineData(403, DeliveryOutcome.Delayed, "403 no such domain")]
    [InlineData(413, DeliveryOutcome.TooLarge, "413 no such domain")]
    [InlineData(429, DeliveryOutcome.Delayed, "429 no such domain")]
    [InlineData(503, DeliveryOutcome.Delayed, "503 no such domain")]
    public async Task Send_NotTaken_EndsWithTheServicesWords(int status, DeliveryOutcome outcome, string words)
    {
        (_accepts, _failure) = (status, "no such domain");
        await using var azure = await Start();

        Assert.Equal(new Delivery(outcome, words), await Send(azure, Outgoing.Mail()));

        await azure.Next();
        Assert.True(azure.IsUntouched);
    }

    [Fact]
    public async Task Send_WrongKey_IsDelayed()
    {
        await using var azure = await Start();

        Assert.Equal(DeliveryOutcome.Delayed, (await Send(azure, Outgoing.Mail(), RandomNumberGenerator.GetBytes(64))).Outcome);
    }

    [Fact]
    public async Task Send_LargerThanTheServiceTakes_IsToldUnasked()
    {
        _outgoing.Media.With("a", new byte[7_500_000], "video/mp4");
        await using var azure = await Start();

        var delivery = await Send(azure, Outgoing.Mail() with { Parts = [new MailPart("a", "clip.mp4", "video/mp4", IsInline: false)] });

        Assert.Equal(new Delivery(DeliveryOutcome.TooLarge, "the mail is larger than the service takes"), delivery);
        Assert.True(azure.IsUntouched);
    }

    [Fact]
    public async Task Send_NobodyListens_IsDelayed()
    {
        Assert.Equal(
            new Delivery(DeliveryOutcome.Delayed, "the mail service cannot be reached"),
            await Send(new Uri($"http://127.0.0.1:{GatewayHost.FreePort()}/"), Outgoing.Mail(), Key));
    }

    private static async Task<(string Method, string Path)> Called(FakeWeb azure)
    {
        var arrived = await azure.Next();
        return (arrived.Method, arrived.Path);
    }

    private void Statuses(params string[] statuses) => Array.ForEach(statuses, _statuses.Enqueue);

    private Task<Delivery> Send(FakeWeb azure, Mail mail, byte[]? key = null) => Send(azure.Base, mail, key ?? Key);

    private async Task<Delivery> Send(Uri endpoint, Mail mail, byte[] key)
    {
        var options = new MailOptions { Transport = MailCarrier.AzureCommunication, From = "lookout@mihari.example" };
        (options.Azure.Endpoint, options.Azure.AccessKey) = (endpoint, Convert.ToBase64String(key));
        var carrier = new AzureEmailTransport(_outgoing.Media, Options.Create(options), TimeProvider.System, NullLogger<AzureEmailTransport>.Instance);
        using var mails = _outgoing.Mails(carrier, options);
        return await mails.Send(mail, default);
    }

    private Task<FakeWeb> Start() => FakeWeb.Start(async (arrived, response) =>
    {
        response.ContentType = "application/json";
        if (!IsSigned(arrived))
        {
            await Answer(response, 401, """{"error":{"code":"Denied","message":"the signature is wrong"}}""");
        }
        else if (arrived.Method == "POST")
        {
            if (_accepts is 202)
                response.Headers["Operation-Location"] = "https://elsewhere.example/emails/operations/1";
            await Answer(response, _accepts, _accepts is 202 ? """{"id":"1","status":"Running"}""" : JsonSerializer.Serialize(new { error = new { code = "X", message = _failure } }));
        }
        else
        {
            var status = _statuses.Dequeue();
            if (status is "Running")
                response.Headers["retry-after"] = "1";
            await Answer(response, 200, JsonSerializer.Serialize(status is "Failed" or "Canceled"
                ? new { id = "1", status, error = (object)new { code = "X", message = _failure } }
                : (object)new { id = "1", status }));
        }
    });

    private static async Task Answer(HttpResponse response, int status, string body)
    {
        response.StatusCode = status;
        await response.WriteAsync(body);
    }

    /// <summary>As the service's documentation says it.</summary>
    private static bool IsSigned(Arrived arrived)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(arrived.Body));
        var text = $"{arrived.Method}\n{arrived.Path}\n{arrived.Headers["x-ms-date"]};{arrived.Headers["Host"]};{hash}";
        using var hmac = new HMACSHA256(Key);
        var signature = Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(text)));
        return arrived.Headers["x-ms-content-sha256"] == hash
            && arrived.Headers["Authorization"] == $"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}"
            && DateTimeOffset.TryParseExact(arrived.Headers["x-ms-date"], "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }
}
