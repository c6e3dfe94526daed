using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Mihari.Media;
using Mihari.Notifications;

namespace Mihari.Silo.Notifications;

/// <summary>Messages to browsers by their push services (RFC 8030).</summary>
internal sealed class WebPushTransport(OutboundGuard guard, Attempts attempts, IOptions<MailOptions> mail, IUploadAddress address, TimeProvider time) : IPushTransport
{
    /// <summary>How long a push service may take for one message.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public Task<Delivery> Send(PushMessage message, CancellationToken cancel) => attempts.Run(Channel.Push, Limit, stop => Post(message, stop), cancel);

    /// <summary>Where a push service's operator finds the server's.</summary>
    internal string Contact => MailAddresses.IsReachable(mail.Value.From) ? $"mailto:{mail.Value.From}" : address.Base.GetLeftPart(UriPartial.Authority);

    private async Task<Attempt> Post(PushMessage message, CancellationToken cancel)
    {
        if (!Uri.TryCreate(message.To.Endpoint, UriKind.Absolute, out var endpoint))
            return Attempt.Refused(Hindrance.Form, "the subscription has no address");
        if (Encrypted(message) is not { } body)
            return Attempt.Refused(Hindrance.Form, "the subscription's keys are malformed");

        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.Add("TTL", ((long)Math.Max(0, message.KeepFor.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Urgency", message.IsUrgent ? "high" : "normal");
        if (message.Topic is not null)
            request.Headers.Add("Topic", message.Topic);
        request.Headers.TryAddWithoutValidation("Authorization", VapidToken.Authorization(message.Keys, endpoint, Contact, time.GetUtcNow()));
        try
        {
            using var response = await guard.Send(request, cancel);
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted or HttpStatusCode.NoContent => Attempt.Sent,
                HttpStatusCode.NotFound or HttpStatusCode.Gone => Attempt.Gone(await HttpEnds.Words(response, cancel)),
                HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => Attempt.Delayed(Hindrance.Answer, await HttpEnds.Words(response, cancel)),
                >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => Attempt.Refused(Hindrance.Answer, await HttpEnds.Words(response, cancel)),
                _ => Attempt.Delayed(Hindrance.Answer, await HttpEnds.Words(response, cancel)),
            };
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && HttpEnds.Of(e) is { } end)
        {
            return end;
        }
    }

    /// <summary>The payload for this browser; null where its keys are none.</summary>
    private static byte[]? Encrypted(PushMessage message)
    {
        byte[] key, auth;
        try
        {
            (key, auth) = (Base64Url.DecodeFromChars(message.To.P256dh), Base64Url.DecodeFromChars(message.To.Auth));
        }
        catch (FormatException)
        {
            return null;
        }

        try
        {
            return PushEncryption.Encrypt(message.Payload.Span, key, auth);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
