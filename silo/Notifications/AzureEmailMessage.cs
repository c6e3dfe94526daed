using System.Buffers;
using System.Text.Json;
using Mihari.Media;
using Mihari.Notifications;
using MimeKit;

namespace Mihari.Silo.Notifications;

/// <summary>A mail as the REST API of Azure Communication Services takes it.</summary>
internal static class AzureEmailMessage
{
    /// <summary>The API takes 10 MB a request, attachments in base64 included.</summary>
    internal const int MaxBytes = 10_000_000;

    // What headers, addresses and the JSON around them take, at most.
    private const int Frame = 16 << 10;

    /// <summary>The request's body; null where it would be too large. How many parts were gone is told beside it.</summary>
    public static async Task<(byte[]? Body, int Gone)> Build(Mail mail, MailboxAddress from, MailboxAddress to, IMediaStore media, CancellationToken cancel)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var gone = 0;
        await using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("senderAddress", from.Address);
        json.WriteStartObject("recipients");
        json.WriteStartArray("to");
        json.WriteStartObject();
        json.WriteString("address", to.Address);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("content");
        json.WriteString("subject", PlainWords.OneLine(mail.Subject));
        json.WriteString("plainText", mail.Text);
        json.WriteString("html", mail.Html);
        json.WriteEndObject();
        if (mail.IsAutomatic)
        {
            json.WriteStartObject("headers");
            json.WriteString("Auto-Submitted", "auto-generated");
            json.WriteString("X-Auto-Response-Suppress", "All");
            json.WriteEndObject();
        }

        // Links would lead over somebody else's server, which counts clicks.
        json.WriteBoolean("userEngagementTrackingDisabled", true);
        json.WriteStartArray("attachments");
        foreach (var part in mail.Parts)
        {
            await using var stream = await media.Open(part.Key, cancel);
            if (stream is null)
            {
                gone++;
                continue;
            }

            await json.FlushAsync(cancel);
            if (buffer.WrittenCount + Frame + (stream.Length * 4 / 3) > MaxBytes)
                return (null, gone);

            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancel);
            Write(json, part, bytes);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancel);
        return (buffer.WrittenCount > MaxBytes ? null : buffer.WrittenSpan.ToArray(), gone);
    }

    private static void Write(Utf8JsonWriter json, MailPart part, byte[] bytes)
    {
        var name = MimeMail.FileName(part.Name);
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("contentType", part.ContentType);
        json.WriteBase64String("contentInBase64", bytes);
        if (part.IsInline)
            json.WriteString("contentId", name);
        json.WriteEndObject();
    }
}
