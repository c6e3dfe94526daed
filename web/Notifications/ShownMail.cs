using MimeKit;

namespace Mihari.Web.Notifications;

/// <summary>A mail as it is shown: its pictures are within the HTML.</summary>
public sealed record ShownMail(string Subject, string From, string To, DateTimeOffset At, string MessageId, string Html, string Text, IReadOnlyList<string> Attachments)
{
    private const int LargestPicture = 512 << 10;

    public static async Task<ShownMail> Read(Stream file, CancellationToken cancel)
    {
        using var message = await MimeMessage.LoadAsync(file, cancel);
        var html = message.HtmlBody ?? "";
        foreach (var part in message.BodyParts.OfType<MimePart>().Where(part => part.ContentId is not null && part.ContentType.IsMimeType("image", "jpeg")))
        {
            using var picture = new MemoryStream();
            await part.Content!.DecodeToAsync(picture, cancel);
            if (picture.Length <= LargestPicture)
                html = html.Replace($"cid:{part.ContentId}", $"data:image/jpeg;base64,{Convert.ToBase64String(picture.GetBuffer(), 0, (int)picture.Length)}", StringComparison.Ordinal);
        }

        return new ShownMail(
            message.Subject ?? "", message.From.ToString(), message.To.ToString(), message.Date, message.MessageId ?? "", html, message.TextBody ?? "",
            [.. message.Attachments.OfType<MimePart>().Select(part => part.FileName ?? part.ContentType.MimeType)]);
    }
}
