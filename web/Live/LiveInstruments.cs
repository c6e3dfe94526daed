using System.Diagnostics.Metrics;

namespace Mihari.Web.Live;

/// <summary>How many watch, and how well the feeds hold.</summary>
internal sealed class LiveInstruments
{
    public const string MeterName = "Mihari.Web.Live";

    private readonly UpDownCounter<int> _viewers;
    private readonly UpDownCounter<int> _subscriptions;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _failures;

    public LiveInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _viewers = meter.CreateUpDownCounter<int>("mihari.live.viewers", "{viewer}", "Viewers of live projections on this node.");
        _subscriptions = meter.CreateUpDownCounter<int>("mihari.live.subscriptions", "{subscription}", "Projections that this node follows.");
        _gaps = meter.CreateCounter<long>("mihari.live.gaps", "{gap}", "Deltas that did not follow on what was known, so that a snapshot was fetched.");
        _failures = meter.CreateCounter<long>("mihari.live.failures", "{failure}", "Subscriptions or renewals that failed.");
    }

    public void Viewers(int change) => _viewers.Add(change);

    public void Subscriptions(int change) => _subscriptions.Add(change);

    public void Gap() => _gaps.Add(1);

    public void Failure() => _failures.Add(1);
}
