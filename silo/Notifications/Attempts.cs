using System.Globalization;
using Mihari.Notifications;

namespace Mihari.Silo.Notifications;

/// <summary>Runs attempts: each ends in time, is counted, and is an outcome whatever happens.</summary>
internal sealed class Attempts(NotificationInstruments instruments, TimeProvider time, ILogger<Attempts> log)
{
    /// <summary>One attempt, cut off after <paramref name="limit"/>.</summary>
    /// <exception cref="OperationCanceledException">Of <paramref name="cancel"/> alone.</exception>
    public async Task<Delivery> Run(Channel channel, TimeSpan limit, Func<CancellationToken, Task<Attempt>> hand, CancellationToken cancel)
    {
        var begun = time.GetTimestamp();
        var attempt = await Bounded(limit, hand, cancel);
        instruments.Handed(channel, attempt, time.GetElapsedTime(begun));
        if (attempt.Delivery.Outcome == DeliveryOutcome.Sent)
            NotificationLog.Sent(log, channel);
        else
            NotificationLog.NotSent(log, channel, attempt.Delivery.Outcome, attempt.Hindrance);
        return attempt.Delivery;
    }

    private async Task<Attempt> Bounded(TimeSpan limit, Func<CancellationToken, Task<Attempt>> hand, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            return await hand(both.Token);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            // A connection that is torn down by the caller's giving up may say so in words of its own.
            throw new OperationCanceledException(cancel);
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            return Attempt.Delayed(Hindrance.Time, string.Create(CultureInfo.InvariantCulture, $"not done within {limit.TotalSeconds:0} s"));
        }
        catch (Exception e)
        {
            // The exception's own message may hold an address.
            NotificationLog.Failed(log, e.GetType().FullName!, e.StackTrace);
            return Attempt.Delayed(Hindrance.Unexpected, "an error of the server; its log tells more");
        }
    }
}
