using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mihari.Notifications;
using Mihari.Silo.Notifications;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>Mails over SMTP to a real mail server.</summary>
[Trait("Category", "Slow")]
public sealed class SmtpTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly Outgoing _outgoing;
    private SmtpServer _server = null!;

    public SmtpTests() => _outgoing = new Outgoing(_time);

    public async Task InitializeAsync() => _server = await SmtpServer.Start("--tls", "none");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _outgoing.Dispose();

    [Fact]
    public async Task Send_AMailWithPartsOfManyMegabytes_ArrivesAsItWasMade()
    {
        var (clip, picture) = (new byte[3 << 20], new byte[50_000]);
        Random.Shared.NextBytes(clip);
        Random.Shared.NextBytes(picture);
        _outgoing.Media.With("clips/a.mp4", clip, "video/mp4").With("thumbnails/a.jpg", picture, "image/jpeg");
        var mail = Outgoing.Mail() with
        {
            Parts = [new MailPart("clips/a.mp4", "clip.mp4", "video/mp4", IsInline: false), new MailPart("thumbnails/a.jpg", "picture.jpg", "image/jpeg", IsInline: true)],
        };

        await using var smtp = Smtp();
        Assert.Equal(new Delivery(DeliveryOutcome.Sent), await smtp.Mails.Send(mail, default));

        var arrived = await _server.Mail();
        using var message = arrived.Message;
        Assert.Equal("lookout@mihari.example", arrived.From);
        Assert.Equal(["someone@example.com"], arrived.To);
        Assert.Equal("mihari.example", arrived.Hello);
        Assert.Equal($"{mail.Id}@mihari.example", message.MessageId);
        Assert.Equal(mail.Subject, message.Subject);
        Assert.Equal(clip, MimeMailTests.Content(message, "clip.mp4"));
        Assert.Equal(picture, MimeMailTests.Content(message, "picture.jpg"));
        Assert.Equal(0, _outgoing.Media.Open);
    }

    [Theory]
    [InlineData("refused", DeliveryOutcome.Refused, "550 5.1.1 no such mailbox here: refused")]
    [InlineData("greylisted", DeliveryOutcome.Delayed, "451 4.7.1 come again later")]
    [InlineData("spam", DeliveryOutcome.Refused, "554 5.7.1 this looks like spam")]
    [InlineData("full", DeliveryOutcome.Delayed, "452 4.3.1 no room")]
    [InlineData("narrow-552", DeliveryOutcome.TooLarge, "552 too large for us")]
    [InlineData("narrow-523", DeliveryOutcome.TooLarge, "523 too large for us")]
    [InlineData("narrow-554-5.3.4", DeliveryOutcome.TooLarge, "554 5.3.4 too large for us")]
    [InlineData("narrow-550-5.2.3", DeliveryOutcome.TooLarge, "550 5.2.3 too large for us")]
    public async Task Send_ServerSaysNo_EndsWithItsWords(string to, DeliveryOutcome outcome, string words)
    {
        await using var smtp = Smtp();

        Assert.Equal(new Delivery(outcome, words), await smtp.Mails.Send(Outgoing.Mail($"{to}@example.com"), default));
    }

    [Fact]
    public async Task Send_LargerThanTheServerSaysThatItTakes_IsToldUnasked_AndASmallerOneGoesOverTheSameConnection()
    {
        _outgoing.Media.With("clips/a.mp4", new byte[16 << 20], "video/mp4");
        await using var smtp = Smtp();
        var mail = Outgoing.Mail();

        var large = await smtp.Mails.Send(mail with { Parts = [new MailPart("clips/a.mp4", "clip.mp4", "video/mp4", IsInline: false)] }, default);
        var small = await smtp.Mails.Send(mail, default);

        Assert.Equal(new Delivery(DeliveryOutcome.TooLarge, "the mail is larger than the mail server takes"), large);
        Assert.Equal(DeliveryOutcome.Sent, small.Outcome);
        Assert.Equal(1, (await _server.Mail()).Connection);
        Assert.Equal(0, _outgoing.Media.Open);
    }

    [Fact]
    public async Task Send_ServerSaysAtTheSenderAlreadyThatItIsTooLarge_IsTold()
    {
        await using var smtp = Smtp(options => options.From = "narrow@mihari.example");

        Assert.Equal(new Delivery(DeliveryOutcome.TooLarge, "552 5.3.4 too large for us"), await smtp.Mails.Send(Outgoing.Mail(), default));
    }

    [Fact]
    public async Task Send_ConnectionEndsAfterTheMailWithoutAnAnswer_IsDelayedAndComesAgainUnderTheSameId()
    {
        await using var smtp = Smtp();
        var mail = Outgoing.Mail("dropped@example.com");

        var first = await smtp.Mails.Send(mail, default);
        await smtp.Mails.Send(mail, default);

        Assert.Equal(DeliveryOutcome.Delayed, first.Outcome);
        using var before = (await _server.Mail()).Message;
        using var after = (await _server.Mail()).Message;
        Assert.Equal(before.MessageId, after.MessageId);
    }

    [Fact]
    public async Task Send_NoAnswerInTime_IsDelayed()
    {
        await using var smtp = Smtp();

        var sending = smtp.Mails.Send(Outgoing.Mail("slow@example.com"), default);
        await _server.Mail();
        _time.Advance(new MailOptions().Timeout);

        Assert.Equal(new Delivery(DeliveryOutcome.Delayed, "not done within 60 s"), await sending);
        Assert.Equal(1, await _server.Closed());
    }

    [Fact]
    public async Task Send_CallerGivesUp_IsCancelled()
    {
        await using var smtp = Smtp();
        using var cancel = new CancellationTokenSource();

        var sending = smtp.Mails.Send(Outgoing.Mail("slow@example.com"), cancel.Token);
        await _server.Mail();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Send_NobodyListens_IsDelayed()
    {
        await using var smtp = Smtp(options => options.Smtp.Port = Hosts.GatewayHost.FreePort());

        Assert.Equal(new Delivery(DeliveryOutcome.Delayed, "the mail server cannot be reached"), await smtp.Mails.Send(Outgoing.Mail(), default));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@example.com>\r\nRCPT TO:<b@example.com")]
    [InlineData("a@example.com, b@example.com")]
    [InlineData("Somebody <a@example.com>")]
    [InlineData("")]
    public async Task Send_ReceiverThatIsNoAddress_IsRefusedUnasked(string to)
    {
        await using var smtp = Smtp();

        Assert.Equal(new Delivery(DeliveryOutcome.Refused, "this is no e-mail address"), await smtp.Mails.Send(Outgoing.Mail(to), default));

        Assert.Empty(_server.Rest());
    }

    [Fact]
    public async Task Send_OneAtOnce_ComeOneAfterTheOtherOverOneConnection()
    {
        await using var smtp = Smtp(options => options.AtOnce = 1);

        var both = Task.WhenAll(smtp.Mails.Send(Outgoing.Mail("slow@example.com"), default), smtp.Mails.Send(Outgoing.Mail("slow@example.com"), default));
        var first = await _server.Mail();
        await _server.Release();
        var second = await _server.Mail();
        await _server.Release();

        Assert.All(await both, delivery => Assert.Equal(DeliveryOutcome.Sent, delivery.Outcome));
        Assert.Equal((1, 1), (first.Connection, second.Connection));
    }

    [Fact]
    public async Task Send_TwoAtOnce_WaitForNothingOfEachOther()
    {
        await using var smtp = Smtp();

        var both = Task.WhenAll(smtp.Mails.Send(Outgoing.Mail("slow@example.com"), default), smtp.Mails.Send(Outgoing.Mail("slow@example.com"), default));
        await _server.Mail();
        await _server.Mail();
        await _server.Release();

        Assert.All(await both, delivery => Assert.Equal(DeliveryOutcome.Sent, delivery.Outcome));
    }

    [Fact]
    public async Task Send_KeptConnectionWasClosedByTheServer_TakesANewOne()
    {
        await using var smtp = Smtp();
        await smtp.Mails.Send(Outgoing.Mail("leaving@example.com"), default);
        await _server.Mail();
        await _server.Closed();

        Assert.Equal(DeliveryOutcome.Sent, (await smtp.Mails.Send(Outgoing.Mail(), default)).Outcome);

        Assert.Equal(2, (await _server.Mail()).Connection);
    }

    [Fact]
    public async Task Idle_KeptConnection_IsClosedAfterHalfAMinute()
    {
        await using var smtp = Smtp();
        await smtp.Mails.Send(Outgoing.Mail(), default);

        _time.Advance(SmtpConnections.Idle);

        Assert.Equal(1, await _server.Closed());
    }

    private Sender Smtp(Action<MailOptions>? change = null)
    {
        var options = new MailOptions { Transport = MailCarrier.Smtp, From = "lookout@mihari.example", FromName = "見張り" };
        (options.Smtp.Host, options.Smtp.Port, options.Smtp.Security) = ("127.0.0.1", _server.Port, SmtpSecurity.None);
        change?.Invoke(options);
        return new Sender(_outgoing, options);
    }

    private sealed class Sender(Outgoing outgoing, MailOptions options) : IAsyncDisposable
    {
        private readonly SmtpTransport _carrier = new(outgoing.Mime, Options.Create(options), outgoing.Time, trust: null);
        private MailTransport? _mails;

        public MailTransport Mails => _mails ??= outgoing.Mails(_carrier, options);

        public ValueTask DisposeAsync()
        {
            _mails?.Dispose();
            _carrier.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
