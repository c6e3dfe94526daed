using Mihari.Agent.Sources;
using Mihari.Protocol;

namespace Mihari.Agent.Motion;

/// <summary>Makes events of motion: one at its start, and again every <see cref="Again"/> while it lasts.</summary>
/// <param name="sensitivity">0 to 1.</param>
/// <param name="spans">Told of starts and ends.</param>
/// <param name="fired">Takes the events.</param>
internal sealed class MotionWatch(double sensitivity, MotionSpans spans, Action<SensorFired> fired)
{
    /// <summary>The sensor's id on its device.</summary>
    public const string Sensor = "motion";

    public static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    private readonly MotionDetector _detector = new(FfmpegArguments.GreyWidth, FfmpegArguments.GreyHeight, sensitivity);
    private DateTimeOffset _lastFired;
    private DateTimeOffset _lastPicture;

    public void Picture(ReadOnlySpan<byte> grey, DateTimeOffset at)
    {
        _lastPicture = at;
        var step = _detector.Next(grey, at);
        if (step.Started is { } started)
        {
            spans.Start(started);
            Fire(started, step.Confidence);
        }
        else if (step.Ended is { } ended)
        {
            spans.End(ended);
        }
        else if (step.Moving && at - _lastFired >= Again)
        {
            Fire(at, step.Confidence);
        }
    }

    /// <summary>The pictures have stopped: a motion that was on ends with the last of them.</summary>
    public void Stop() => spans.End(_lastPicture);

    private void Fire(DateTimeOffset at, double confidence)
    {
        _lastFired = at;
        fired(new SensorFired { Id = Guid.CreateVersion7(at).ToString(), Sensor = Sensor, Kind = WireEventKind.Motion, At = at, Confidence = confidence });
    }
}
