using System.Diagnostics.Metrics;

namespace Mihari.Web.Media;

/// <summary>Uploads, by part and outcome.</summary>
internal sealed class MediaInstruments
{
    public const string MeterName = "Mihari.Web.Media";

    private readonly Counter<long> _uploads;
    private readonly Counter<long> _bytes;
    private readonly UpDownCounter<long> _running;
    private readonly UpDownCounter<long> _waiting;

    public MediaInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _uploads = meter.CreateCounter<long>("mihari.media.uploads", "{upload}", "Uploads of devices, by part and HTTP status; 0 where the connection was given up.");
        _bytes = meter.CreateCounter<long>("mihari.media.uploaded", "By", "Bytes of uploads that were stored.");
        _running = meter.CreateUpDownCounter<long>("mihari.media.uploads.running", "{upload}", "Uploads that run just now.");
        _waiting = meter.CreateUpDownCounter<long>("mihari.media.uploads.waiting", "{upload}", "Uploads that wait for their turn just now.");
    }

    /// <param name="change">1: one more; -1: one less.</param>
    public void Running(int change) => _running.Add(change);

    /// <param name="change">1: one more; -1: one less.</param>
    public void Waiting(int change) => _waiting.Add(change);

    public void Answered(string part, int status, long bytes)
    {
        _uploads.Add(1, new("part", part), new KeyValuePair<string, object?>("status", status));
        if (status == StatusCodes.Status201Created)
            _bytes.Add(bytes, new KeyValuePair<string, object?>("part", part));
    }
}
