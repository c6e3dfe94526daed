using Mihari.Media;
using Mihari.Notifications;
using MimeKit;
using MimeKit.IO;
using MimeKit.Text;
using MimeKit.Utils;

namespace Mihari.Silo.Notifications;

/// <summary>
/// Mails in MIME: text and HTML as alternatives, the HTML's pictures with them (<c>multipart/related</c>), attachments beside all that
/// (<c>multipart/mixed</c>); a layer with nothing of its own is left out. Attachments are read from the media store while the mail is written.
/// </summary>
internal sealed class MimeMail(IMediaStore media, ILogger<MimeMail> log)
{
    /// <summary>Lines end as they do on the way.</summary>
    internal static readonly FormatOptions Dos = Lines();

    /// <summary>The mail as it is sent. Disposing of it closes what it reads from the media store.</summary>
    public async Task<MimeMessage> Build(Mail mail, MailboxAddress from, MailboxAddress to, CancellationToken cancel)
    {
        var message = new MimeMessage();
        try
        {
            message.From.Add(from);
            message.To.Add(to);
            message.Date = mail.At;
            message.MessageId = $"{mail.Id}@{MailAddresses.Domain(from)}";
            message.Subject = PlainWords.OneLine(mail.Subject);
            if (mail.IsAutomatic)
            {
                message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
                message.Headers.Add("X-Auto-Response-Suppress", "All");
            }

            if (mail.Stop is { } stop)
                message.Headers.Add(HeaderId.ListUnsubscribe, $"<{stop.AbsoluteUri}>");

            Entity body = new(new MultipartAlternative { Text(TextFormat.Plain, mail.Text), Text(TextFormat.Html, mail.Html) });
            message.Body = body.Root;
            var gone = await Add(body, message, mail.Parts.Where(part => part.IsInline), entity => new MultipartRelated { entity }, cancel)
                + await Add(body, message, mail.Parts.Where(part => !part.IsInline), entity => new Multipart("mixed") { entity }, cancel);
            if (gone > 0)
                NotificationLog.PartsGone(log, gone);

            // Every server takes seven bits and short lines.
            message.Prepare(EncodingConstraint.SevenBit);
            return message;
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    /// <summary>How many bytes a mail is on its way.</summary>
    public static async Task<long> Measure(MimeMessage message, CancellationToken cancel)
    {
        await using var length = new MeasuringStream();
        await message.WriteToAsync(Dos, length, cancel);
        return length.Length;
    }

    /// <summary>A file name that means nothing to a mail program or a shell.</summary>
    public static string FileName(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));

    private static FormatOptions Lines()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }

    private static TextPart Text(TextFormat format, string text)
    {
        var part = new TextPart(format);
        part.SetText(System.Text.Encoding.UTF8, text);
        return part;
    }

    /// <summary>Wraps the body in a further layer with the parts, where there are any; how many were gone.</summary>
    private async Task<int> Add(Entity body, MimeMessage message, IEnumerable<MailPart> parts, Func<MimeEntity, Multipart> wrap, CancellationToken cancel)
    {
        Multipart? layer = null;
        var gone = 0;
        foreach (var part in parts)
        {
            var stream = await media.Open(part.Key, cancel);
            if (stream is null)
            {
                gone++;
                continue;
            }

            if (layer is null)
                message.Body = body.Root = layer = wrap(body.Root);
            layer.Add(Part(part, stream));
        }

        return gone;
    }

    private static MimePart Part(MailPart part, Stream stream)
    {
        var name = FileName(part.Name);
        var mime = new MimePart(ContentType.TryParse(part.ContentType, out var type) ? type : new ContentType("application", "octet-stream"))
        {
            Content = new MimeContent(stream),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(part.IsInline ? ContentDisposition.Inline : ContentDisposition.Attachment) { FileName = name },
        };
        mime.ContentType.Name = name;
        if (part.IsInline)
            mime.ContentId = name;
        return mime;
    }

    private sealed class Entity(MimeEntity root)
    {
        public MimeEntity Root { get; set; } = root;
    }
}
