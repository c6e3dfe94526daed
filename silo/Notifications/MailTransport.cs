using Microsoft.Extensions.Options;
using Mihari.Notifications;

namespace Mihari.Silo.Notifications;

/// <summary>A way for mails out of the server.</summary>
internal interface IMailCarrier
{
    /// <summary>Hands one mail on. An exception is that of <paramref name="cancel"/>, or an error of ours.</summary>
    Task<Attempt> Hand(Mail mail, CancellationToken cancel);
}

/// <summary>Mails by the configured way, a few at the same time.</summary>
internal sealed class MailTransport(IMailCarrier carrier, IOptions<MailOptions> options, Attempts attempts, TimeProvider time) : IMailTransport, IDisposable
{
    /// <summary>How long a mail waits for its turn; with a mail server that hangs, it is back at its outbox after that.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _slots = new(options.Value.AtOnce);

    public TimeSpan Longest => LongestWait + options.Value.Timeout;

    public async Task<Delivery> Send(Mail mail, CancellationToken cancel)
    {
        // Waiting for a turn is no part of the attempt.
        if (!await HasTurn(cancel))
            return await attempts.Run(Channel.Mail, options.Value.Timeout, static _ => Task.FromResult(Attempt.Delayed(Hindrance.Busy, "the mail server is busy with other mails")), cancel);

        try
        {
            return await attempts.Run(Channel.Mail, options.Value.Timeout, stop => carrier.Hand(mail, stop), cancel);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task<bool> HasTurn(CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(LongestWait, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            await _slots.WaitAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
