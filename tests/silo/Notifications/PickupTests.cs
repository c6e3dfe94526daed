using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mihari.Media;
using Mihari.Notifications;
using Mihari.Silo.Notifications;
using Mihari.Tests.Silo.Hosts;
using MimeKit;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>Mails that are kept as files, where no mail server is configured.</summary>
public sealed class PickupTests : IDisposable
{
    private readonly Outgoing _outgoing = new();
    private readonly MailTransport _mails;
    private readonly List<KeptMail> _noted = [];

    public PickupTests()
    {
        var options = new MailOptions();
        _mails = _outgoing.Mails(new PickupFolder(_outgoing.Media, _outgoing.Mime, Options.Create(options), Note), options);
    }

    private Task Note(KeptMail mail)
    {
        _noted.Add(mail);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _mails.Dispose();
        _outgoing.Dispose();
    }

    [Fact]
    public async Task Send_AMail_LiesUnderItsDayAndIdAsItWouldHaveBeenSent()
    {
        var clip = new byte[1 << 20];
        Random.Shared.NextBytes(clip);
        _outgoing.Media.With("clips/a.mp4", clip, "video/mp4");
        var mail = Outgoing.Mail() with { Parts = [new MailPart("clips/a.mp4", "clip.mp4", "video/mp4", IsInline: false)] };

        Assert.Equal(new Delivery(DeliveryOutcome.Sent), await _mails.Send(mail, default));

        var key = $"mails/2026-11-22/{mail.Id}.eml";
        Assert.Equal("message/rfc822", (await _outgoing.Media.Find(key, default))!.ContentType);
        using var message = await MimeMessage.LoadAsync(new MemoryStream(_outgoing.Media.Bytes(key)));
        Assert.Equal($"{mail.Id}@localhost", message.MessageId);
        Assert.Equal(clip, MimeMailTests.Content(message, "clip.mp4"));
        Assert.Equal([new KeptMail(mail.Id, mail.At, mail.To, mail.Subject)], _noted);
        Assert.Equal(0, _outgoing.Media.Open);
    }

    [Fact]
    public async Task Send_Again_LeavesTheFirstFile()
    {
        var mail = Outgoing.Mail();
        await _mails.Send(mail, default);
        var bytes = _outgoing.Media.Bytes(Assert.Single(_outgoing.Media.Keys));

        Assert.Equal(DeliveryOutcome.Sent, (await _mails.Send(mail, default)).Outcome);

        Assert.Same(bytes, _outgoing.Media.Bytes(Assert.Single(_outgoing.Media.Keys)));
    }

    [Fact]
    public async Task Send_NoRoom_IsDelayed()
    {
        _outgoing.Media.IsFull = true;

        Assert.Equal(new Delivery(DeliveryOutcome.Delayed, "the media store has no room for the mail"), await _mails.Send(Outgoing.Mail(), default));
    }

    [Fact]
    public async Task Send_ByAServerThatIsStartedAnew_LeavesOneFile()
    {
        var host = new GatewayHost();
        await host.InitializeAsync();
        try
        {
            var mail = Outgoing.Mail();
            Assert.Equal(DeliveryOutcome.Sent, (await host.Services.GetRequiredService<IMailTransport>().Send(mail, default)).Outcome);
            await host.Restart();

            Assert.Equal(DeliveryOutcome.Sent, (await host.Services.GetRequiredService<IMailTransport>().Send(mail, default)).Outcome);

            var kept = await host.Services.GetRequiredService<IMediaStore>().Find($"mails/2026-11-22/{mail.Id}.eml", default);
            Assert.Equal("message/rfc822", kept?.ContentType);
            Assert.Single(Directory.EnumerateFiles(host.Folder, "*.eml", SearchOption.AllDirectories));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }
}
