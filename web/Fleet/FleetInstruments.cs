using System.Diagnostics.Metrics;

namespace Mihari.Web.Fleet;

/// <summary>How many fleets this node follows, and what that takes.</summary>
internal sealed class FleetInstruments
{
    public const string MeterName = "Mihari.Web.Fleet";

    private readonly UpDownCounter<int> _followed;
    private readonly Counter<long> _published;
    private readonly Histogram<double> _delay;
    private readonly Histogram<double> _query;

    public FleetInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _followed = meter.CreateUpDownCounter<int>("mihari.fleet.followed", "{fleet}", "Customers all of whose cameras this node follows.");
        _published = meter.CreateCounter<long>("mihari.fleet.published", "{snapshot}", "Snapshots of fleets that were made.");
        _delay = meter.CreateHistogram<double>("mihari.fleet.delay", "s", "From the first change that a snapshot has until it is made.");
        _query = meter.CreateHistogram<double>("mihari.fleet.query", "s", "Answering a filter of a page.");
    }

    public void Followed(int change) => _followed.Add(change);

    public void Published(TimeSpan delay)
    {
        _published.Add(1);
        _delay.Record(delay.TotalSeconds);
    }

    public void Queried(TimeSpan time) => _query.Record(time.TotalSeconds);
}
