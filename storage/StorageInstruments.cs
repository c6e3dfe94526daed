using System.Diagnostics.Metrics;

namespace Mihari.Storage;

/// <summary>What the embedded storage measures; meter <c>Mihari.Storage</c>.</summary>
internal sealed class StorageInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Mihari.Storage";

    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _mediaBytes;
    private readonly UpDownCounter<long> _depth;

    public StorageInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _batch = meter.CreateHistogram<int>("mihari.storage.batch", "{write}", "Writes that shared one transaction.");
        _latency = meter.CreateHistogram<double>("mihari.storage.write.duration", "s", "From the call to durable.");
        _failed = meter.CreateCounter<long>("mihari.storage.batch.failed", "{batch}", "Transactions that could not be committed.");
        _depth = meter.CreateUpDownCounter<long>("mihari.storage.queue", "{write}", "Writes that wait for the writer or are being written.");
        _mediaBytes = meter.CreateCounter<long>("mihari.storage.media.stored", "By", "Media bytes made durable.");
    }

    public void Queued() => _depth.Add(1);

    public void Batch(int writes)
    {
        _batch.Record(writes);
        _depth.Add(-writes);
    }

    public void Written(TimeSpan latency) => _latency.Record(latency.TotalSeconds);

    public void BatchFailed() => _failed.Add(1);

    public void MediaStored(long bytes) => _mediaBytes.Add(bytes);
}
