using System.Diagnostics.Metrics;
using Mihari.Notifications;

namespace Mihari.Silo.Notifications;

/// <summary>What is measured of messages that leave the server; tags are bounded and never name a receiver.</summary>
internal sealed class NotificationInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Mihari.Notifications";

    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _took;

    public NotificationInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _attempts = meter.CreateCounter<long>("mihari.notifications.attempts", "{attempt}", "Attempts to hand a message on, by channel, outcome and what kept it.");
        _took = meter.CreateHistogram<double>("mihari.notifications.attempt.duration", "s", "How long an attempt took, by channel.");
    }

    public void Handed(Channel channel, Attempt attempt, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>("channel", channel.ToString());
        _attempts.Add(
            1,
            tag,
            new KeyValuePair<string, object?>("outcome", attempt.Delivery.Outcome.ToString()),
            new KeyValuePair<string, object?>("hindrance", attempt.Hindrance.ToString()));
        _took.Record(took.TotalSeconds, tag);
    }
}
