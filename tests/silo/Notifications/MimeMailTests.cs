using Mihari.Notifications;
using Mihari.Silo.Notifications;
using MimeKit;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>The form of a mail, read back from its bytes.</summary>
public sealed class MimeMailTests : IDisposable
{
    private readonly Outgoing _outgoing = new();

    public void Dispose() => _outgoing.Dispose();

    [Fact]
    public async Task Build_PicturesAndAttachments_AreLayeredSoThatEachFindsItsPlace()
    {
        _outgoing.Media.With("a", [1, 2], "image/jpeg").With("b", [3, 4, 5], "video/mp4");
        using var message = await Build(Outgoing.Mail() with
        {
            Parts = [new MailPart("b", "clip.mp4", "video/mp4", IsInline: false), new MailPart("a", "still.jpg", "image/jpeg", IsInline: true)],
        });

        var mixed = Assert.IsType<Multipart>(message.Body);
        Assert.Equal("multipart/mixed", mixed.ContentType.MimeType);
        var related = Assert.IsType<MultipartRelated>(mixed[0]);
        var alternative = Assert.IsType<MultipartAlternative>(related[0]);
        Assert.Equal(["text/plain", "text/html"], alternative.Select(part => part.ContentType.MimeType));
        var picture = Assert.IsType<MimePart>(related[1]);
        Assert.Equal(("image/jpeg", "still.jpg", "inline"), (picture.ContentType.MimeType, picture.ContentId, picture.ContentDisposition?.Disposition));
        var clip = Assert.IsType<MimePart>(mixed[1]);
        Assert.Equal(("video/mp4", "clip.mp4", "attachment"), (clip.ContentType.MimeType, clip.FileName, clip.ContentDisposition?.Disposition));
        Assert.Equal([1, 2], Content(message, "still.jpg"));
        Assert.Equal([3, 4, 5], Content(message, "clip.mp4"));
    }

    [Fact]
    public async Task Build_PartsThatAreGone_AreLeftOutWithTheirLayer()
    {
        using var message = await Build(Outgoing.Mail() with
        {
            Parts = [new MailPart("gone", "clip.mp4", "video/mp4", IsInline: false), new MailPart("gone too", "still.jpg", "image/jpeg", IsInline: true)],
        });

        Assert.IsType<MultipartAlternative>(message.Body);
    }

    [Fact]
    public async Task Build_Headers_TellWhoWhenAndThatNobodyWroteIt()
    {
        var mail = Outgoing.Mail();

        using var message = await Build(mail);

        Assert.Equal($"{mail.Id}@mihari.example", message.MessageId);
        Assert.Equal(mail.At, message.Date);
        Assert.Equal("見張り", message.From.Mailboxes.Single().Name);
        Assert.Equal("lookout@mihari.example", message.From.Mailboxes.Single().Address);
        Assert.Equal("動きを検知しました", message.Subject);
        Assert.Equal("玄関のカメラ", message.TextBody?.Trim());
        Assert.Equal("<p>玄関のカメラ</p>", message.HtmlBody?.Trim());
        Assert.Equal("auto-generated", message.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal("All", message.Headers["X-Auto-Response-Suppress"]);
    }

    [Fact]
    public async Task Build_MailThatCanBeStopped_NamesThePageForTheMailProgram()
    {
        using var stoppable = await Build(Outgoing.Mail() with { Stop = new Uri("https://portal.example/mail-consent/c/0123") });
        using var other = await Build(Outgoing.Mail());

        Assert.Equal("<https://portal.example/mail-consent/c/0123>", stoppable.Headers[HeaderId.ListUnsubscribe]);
        Assert.Equal((null, null), (stoppable.Headers[HeaderId.ListUnsubscribePost], other.Headers[HeaderId.ListUnsubscribe]));
    }

    [Fact]
    public async Task Build_MailThatAnswersSomebody_DoesNotSayThatItIsAutomatic()
    {
        using var message = await Build(Outgoing.Mail() with { IsAutomatic = false });

        Assert.Null(message.Headers[HeaderId.AutoSubmitted]);
        Assert.Null(message.Headers["X-Auto-Response-Suppress"]);
    }

    [Theory]
    [InlineData("入居者\r\nBcc: thief@example.com")]
    [InlineData("入居者\nBcc: thief@example.com")]
    [InlineData("入居者\u2028Bcc: thief@example.com")]
    [InlineData("入居者\r\n\r\nBcc: thief@example.com")]
    public async Task Build_LineBreaksInTheSubject_MakeNoHeader(string subject)
    {
        using var message = await Build(Outgoing.Mail() with { Subject = subject });

        Assert.Equal("入居者 Bcc: thief@example.com", message.Subject);
        Assert.Empty(message.Bcc);
    }

    [Fact]
    public async Task Build_FileNameWithOtherCharacters_HasThemReplaced()
    {
        _outgoing.Media.With("a", [1], "image/jpeg");

        using var message = await Build(Outgoing.Mail() with { Parts = [new MailPart("a", "../a\"\r\nX: 1.jpg", "image/jpeg", IsInline: false)] });

        Assert.Equal([1], Content(message, ".._a___X__1.jpg"));
        Assert.Null(message.Headers["X"]);
    }

    [Fact]
    public async Task Build_Bytes_AreSevenBitsInShortLines()
    {
        await using var stream = new MemoryStream();
        using (var message = await Built(Outgoing.Mail() with { Text = new string('あ', 5000), Html = new string('a', 5000) }))
            await message.WriteToAsync(stream);

        var lines = System.Text.Encoding.Latin1.GetString(stream.ToArray()).Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= 998 && line.All(c => c < 128)));
    }

    internal static byte[] Content(MimeMessage message, string name)
    {
        using var content = new MemoryStream();
        message.BodyParts.OfType<MimePart>().Single(part => part.FileName == name).Content!.DecodeTo(content);
        return content.ToArray();
    }

    private async Task<MimeMessage> Built(Mail mail) => await _outgoing.Mime.Build(
        mail, new MailboxAddress("見張り", "lookout@mihari.example"), MailAddresses.Parse(mail.To)!, default);

    /// <summary>What a mail program reads.</summary>
    private async Task<MimeMessage> Build(Mail mail)
    {
        var stream = new MemoryStream();
        using (var message = await Built(mail))
            await message.WriteToAsync(stream);
        Assert.Equal(0, _outgoing.Media.Open);
        stream.Position = 0;
        return await MimeMessage.LoadAsync(stream);
    }
}
