using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Mihari.Notifications;
using Mihari.Silo.Notifications;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>Whatever an attempt does, it ends as an outcome.</summary>
public sealed class AttemptsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Run_AnError_IsDelayedAndLoggedWithoutItsWords()
    {
        var outgoing = new Outgoing(_time);

        var delivery = await outgoing.Attempts.Run(Channel.Mail, Limit, _ => throw new InvalidOperationException("a@example.com"), default);

        Assert.Equal(new Delivery(DeliveryOutcome.Delayed, "an error of the server; its log tells more"), delivery);
        var line = Assert.Single(outgoing.Log.All, line => line.Level == LogLevel.Error);
        Assert.Contains("System.InvalidOperationException", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("a@example.com", $"{line.Text}{line.Exception}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TooLong_IsDelayed()
    {
        using var outgoing = new Outgoing(_time);
        var running = outgoing.Attempts.Run(Channel.Push, Limit, async stop =>
        {
            await new TaskCompletionSource().Task.WaitAsync(stop);
            return Attempt.Sent;
        }, default);

        _time.Advance(Limit);

        Assert.Equal(new Delivery(DeliveryOutcome.Delayed, "not done within 10 s"), await running);
    }

    [Fact]
    public async Task Run_CallerGivesUp_IsItsCancellation()
    {
        using var outgoing = new Outgoing(_time);
        using var cancel = new CancellationTokenSource();
        var running = outgoing.Attempts.Run(Channel.Push, Limit, async stop =>
        {
            await new TaskCompletionSource().Task.WaitAsync(stop);
            return Attempt.Sent;
        }, cancel.Token);

        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running)).CancellationToken);
    }

    [Fact]
    public async Task Run_Ended_IsCountedByChannelAndOutcome()
    {
        using var outgoing = new Outgoing(_time);
        using var listener = new MeterListener();
        var seen = new List<string>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == outgoing.Meters && instrument.Name == "mihari.notifications.attempts")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => seen.Add($"{value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        listener.Start();

        await outgoing.Attempts.Run(Channel.Webhook, Limit, _ => Task.FromResult(Attempt.Delayed(Hindrance.Answer, "404")), default);

        Assert.Equal(["1 Webhook Delayed Answer"], seen);
    }
}
