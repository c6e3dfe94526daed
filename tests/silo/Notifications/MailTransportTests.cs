using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Mihari.Notifications;
using Mihari.Silo.Notifications;
using Channel = System.Threading.Channels.Channel;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>A mail waits for its turn, but not for ever.</summary>
public sealed class MailTransportTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private readonly FakeTimeProvider _time = new();
    private readonly Outgoing _outgoing;
    private readonly Held _carrier = new();
    private readonly MailTransport _mails;

    public MailTransportTests()
    {
        _outgoing = new Outgoing(_time);
        _mails = _outgoing.Mails(_carrier, new MailOptions { AtOnce = 1, Timeout = Timeout });
    }

    public void Dispose()
    {
        _mails.Dispose();
        _outgoing.Dispose();
    }

    [Fact]
    public async Task Send_NoTurnInTime_IsDelayedUnasked_AndTheNextGetsOne()
    {
        var first = _mails.Send(Outgoing.Mail(), default);
        var begun = await _carrier.Next();
        var second = _mails.Send(Outgoing.Mail(), default);

        _time.Advance(MailTransport.LongestWait);

        Assert.Equal(new Delivery(DeliveryOutcome.Delayed, "the mail server is busy with other mails"), await second.WaitAsync(TimeSpan.FromSeconds(10)));
        begun.SetResult();
        Assert.Equal(DeliveryOutcome.Sent, (await first).Outcome);
        var third = _mails.Send(Outgoing.Mail(), default);
        (await _carrier.Next()).SetResult();
        Assert.Equal(DeliveryOutcome.Sent, (await third).Outcome);
    }

    [Fact]
    public async Task Send_TurnAtTheLastMoment_HasAllOfItsTime_AndEndsWithinTheLongest()
    {
        var since = _time.GetUtcNow();
        var first = _mails.Send(Outgoing.Mail(), default);
        var begun = await _carrier.Next();
        var second = _mails.Send(Outgoing.Mail(), default);

        _time.Advance(MailTransport.LongestWait - TimeSpan.FromSeconds(1));
        begun.SetResult();
        await first;
        await _carrier.Next();
        _time.Advance(Timeout);

        Assert.Equal(new Delivery(DeliveryOutcome.Delayed, "not done within 180 s"), await second);
        Assert.InRange(_time.GetUtcNow() - since, Timeout, _mails.Longest);
    }

    [Fact]
    public async Task Send_CallerGivesUpWhileItWaits_IsCancelled()
    {
        using var cancel = new CancellationTokenSource();
        var first = _mails.Send(Outgoing.Mail(), default);
        var begun = await _carrier.Next();
        var second = _mails.Send(Outgoing.Mail(), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        begun.SetResult();
        await first;
    }

    /// <summary>Takes a mail when the test says so.</summary>
    private sealed class Held : IMailCarrier
    {
        private readonly Channel<TaskCompletionSource> _begun = Channel.CreateUnbounded<TaskCompletionSource>();

        public Task<TaskCompletionSource> Next() => _begun.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        public async Task<Attempt> Hand(Mail mail, CancellationToken cancel)
        {
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _begun.Writer.TryWrite(end);
            await end.Task.WaitAsync(cancel);
            return Attempt.Sent;
        }
    }
}
