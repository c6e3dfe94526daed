using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mihari.Storage;

/// <summary>What the storage measures, embedded or in a cluster; meter <c>Mihari.Storage</c>.</summary>
internal sealed class StorageInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Mihari.Storage";

    private readonly Meter _meter;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _mediaBytes;
    private readonly UpDownCounter<long> _depth;
    private readonly Histogram<double> _azure;
    private readonly Counter<long> _azureFailures;

    public StorageInstruments(IMeterFactory meters)
    {
        var meter = _meter = meters.Create(MeterName);
        _batch = meter.CreateHistogram<int>("mihari.storage.batch", "{write}", "Writes that shared one transaction.");
        _latency = meter.CreateHistogram<double>("mihari.storage.write.duration", "s", "From the call to durable.");
        _failed = meter.CreateCounter<long>("mihari.storage.batch.failed", "{batch}", "Transactions that could not be committed.");
        _depth = meter.CreateUpDownCounter<long>("mihari.storage.queue", "{write}", "Writes that wait for the writer or are being written.");
        _mediaBytes = meter.CreateCounter<long>("mihari.storage.media.stored", "By", "Media bytes made durable.");
        _azure = meter.CreateHistogram<double>("mihari.storage.azure.duration", "s", "An operation on the Azure storage with all its attempts, by operation and outcome.");
        _azureFailures = meter.CreateCounter<long>("mihari.storage.azure.failures", "{operation}", "Operations on the Azure storage that failed, by operation and outcome; a conflict is none.");
    }

    /// <summary>Tells from now on how much room media have in a folder.</summary>
    public void Watch(string folder, long reserve) => _meter.CreateObservableGauge(
        "mihari.storage.room", () => Math.Max(0, new DriveInfo(folder).AvailableFreeSpace - reserve), "By", "What media may still take of the disk: its free space without the reserve.");

    public void Queued() => _depth.Add(1);

    public void Batch(int writes)
    {
        _batch.Record(writes);
        _depth.Add(-writes);
    }

    public void Written(TimeSpan latency) => _latency.Record(latency.TotalSeconds);

    public void BatchFailed() => _failed.Add(1);

    public void MediaStored(long bytes) => _mediaBytes.Add(bytes);

    /// <param name="operation">One of a fixed few.</param>
    /// <param name="outcome">ok, conflict, cancelled, or the class of a failure: throttled, timeout, unavailable, denied, failed.</param>
    /// <param name="latency">From the call to its outcome.</param>
    public void Azure(string operation, string outcome, TimeSpan latency)
    {
        var tags = new TagList { { "operation", operation }, { "outcome", outcome } };
        _azure.Record(latency.TotalSeconds, tags);
        if (outcome is not ("ok" or "conflict" or "cancelled"))
            _azureFailures.Add(1, tags);
    }
}
