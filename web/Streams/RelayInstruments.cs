using System.Diagnostics.Metrics;

namespace Mihari.Web.Streams;

/// <summary>What this node carries, and to how many.</summary>
internal sealed class RelayInstruments
{
    public const string MeterName = "Mihari.Web.Streams";

    private readonly UpDownCounter<int> _viewers;
    private readonly UpDownCounter<int> _feeds;
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _lost;
    private readonly Histogram<double> _delay;

    public RelayInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _viewers = meter.CreateUpDownCounter<int>("mihari.relay.viewers", "{viewer}", "Viewers of video on this node, other nodes included.");
        _feeds = meter.CreateUpDownCounter<int>("mihari.relay.feeds", "{feed}", "Streams that come in, from cameras and other nodes.");
        _received = meter.CreateCounter<long>("mihari.relay.received", "By", "Bytes of fragments that came in.");
        _sent = meter.CreateCounter<long>("mihari.relay.sent", "By", "Bytes of fragments that went out.");
        _skipped = meter.CreateCounter<long>("mihari.relay.skipped", "{fragment}", "Fragments that viewers were too slow for.");
        _lost = meter.CreateCounter<long>("mihari.relay.lost", "{feed}", "Feeds that ended while somebody watched.");
        _delay = meter.CreateHistogram<double>("mihari.relay.delay", "s", "From the last byte of a live fragment in to its last byte out.");
    }

    public void Viewers(int change) => _viewers.Add(change);

    public void Feeds(int change, bool fromCamera) => _feeds.Add(change, new KeyValuePair<string, object?>("from", fromCamera ? "camera" : "node"));

    public void Received(int bytes) => _received.Add(bytes);

    public void Sent(int bytes, TimeSpan? after)
    {
        _sent.Add(bytes);
        if (after is { } delay)
            _delay.Record(delay.TotalSeconds);
    }

    public void Skipped(int fragments) => _skipped.Add(fragments);

    public void Lost() => _lost.Add(1);
}
