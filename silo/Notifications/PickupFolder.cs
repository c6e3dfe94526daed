using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Mihari.Media;
using Mihari.Notifications;
using MimeKit;
using MimeKit.IO;

namespace Mihari.Silo.Notifications;

/// <summary>Keeps mails as <c>.eml</c> files in the media store, where no mail server is configured, and notes each of them for who looks through them.</summary>
internal sealed class PickupFolder(IMediaStore media, MimeMail mime, IOptions<MailOptions> options, Func<KeptMail, Task> note) : IMailCarrier
{
    public async Task<Attempt> Hand(Mail mail, CancellationToken cancel)
    {
        if (MailAddresses.Parse(mail.To) is not { } to)
            return Attempt.Refused(Hindrance.Form, "this is no e-mail address");

        var from = MailAddresses.Parse(options.Value.From)!;
        from.Name = options.Value.FromName;
        using var message = await mime.Build(mail, from, to, cancel);
        var outcome = await Write(IMailPickup.KeyOf(mail.At, mail.Id), message, cancel);

        // There already: an attempt before this one got as far, and did not live to tell it.
        if (outcome is MediaWriteOutcome.Stored or MediaWriteOutcome.AlreadyThere)
            await note(new KeptMail(mail.Id, mail.At, mail.To, mail.Subject));

        return outcome switch
        {
            MediaWriteOutcome.Stored or MediaWriteOutcome.AlreadyThere => Attempt.Sent,
            MediaWriteOutcome.NoSpace => Attempt.Delayed(Hindrance.Store, "the media store has no room for the mail"),
            _ => Attempt.Delayed(Hindrance.Store, "the mail could not be stored"),
        };
    }

    /// <summary>The store wants length and hash beforehand, so the mail is written twice: a video need not fit into memory.</summary>
    private async Task<MediaWriteOutcome> Write(string key, MimeMessage message, CancellationToken cancel)
    {
        var promise = await Promise(message, cancel);
        var pipe = new Pipe();
        var writing = Fill(pipe.Writer, message, cancel);
        try
        {
            await using var content = pipe.Reader.AsStream(leaveOpen: true);
            return await media.Write(key, promise, content, cancel);
        }
        finally
        {
            // A store that has it already reads nothing; the rest is dropped then.
            await pipe.Reader.CompleteAsync();
            await writing;
        }
    }

    private static async Task Fill(PipeWriter writer, MimeMessage message, CancellationToken cancel)
    {
        try
        {
            await using var stream = writer.AsStream(leaveOpen: true);
            await message.WriteToAsync(MimeMail.Dos, stream, cancel);
            await writer.CompleteAsync();
        }
        catch (Exception e)
        {
            // The reader gets the exception, and with it the store.
            await writer.CompleteAsync(e);
        }
    }

    private static async Task<MediaPromise> Promise(MimeMessage message, CancellationToken cancel)
    {
        using var hash = SHA256.Create();
        await using var length = new MeasuringStream();
        await using var stream = new CryptoStream(length, hash, CryptoStreamMode.Write);
        await message.WriteToAsync(MimeMail.Dos, stream, cancel);
        await stream.FlushFinalBlockAsync(cancel);
        return new MediaPromise(length.Length, Convert.ToHexStringLower(hash.Hash!), "message/rfc822");
    }
}
