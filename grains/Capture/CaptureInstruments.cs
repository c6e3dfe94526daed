using System.Diagnostics.Metrics;
using Mihari.Protocol;
using Mihari.Recordings;

namespace Mihari.Grains.Capture;

/// <summary>What captures are asked for and what comes of them.</summary>
public sealed class CaptureInstruments
{
    public const string MeterName = "Mihari.Capture";

    private static readonly HashSet<string> KnownErrors =
    [
        ErrorCodes.UnknownCommand, ErrorCodes.BadArguments, ErrorCodes.Expired, ErrorCodes.SdUnavailable,
        ErrorCodes.NotRecorded, ErrorCodes.Busy, ErrorCodes.UploadFailed, ErrorCodes.Internal,
    ];

    private readonly Counter<long> _asked;
    private readonly Counter<long> _answered;
    private readonly Counter<long> _storedBytes;

    public CaptureInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _asked = meter.CreateCounter<long>("mihari.capture.asked", "{command}", "Capture commands opened");
        _answered = meter.CreateCounter<long>("mihari.capture.answered", "{command}", "Capture commands answered, by outcome");
        _storedBytes = meter.CreateCounter<long>("mihari.capture.stored", "By", "Bytes of clips and thumbnails stored, by part");
    }

    public void Asked(int commands) => _asked.Add(commands);

    public void Answered(bool ok, string? error) =>
        _answered.Add(1, new KeyValuePair<string, object?>("outcome", ok ? "ok" : error is not null && KnownErrors.Contains(error) ? error : "other"));

    public void Stored(ClipPart part, long bytes) =>
        _storedBytes.Add(bytes, new KeyValuePair<string, object?>("part", part == ClipPart.Video ? "video" : "thumbnail"));
}
