using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mihari.Grains.Projections;

/// <summary>
/// Tells the grain above what changed, outside of the request that changed it, so that calls go one way and nobody waits
/// in a circle. Only the newest value is sent; it is repeated until the grain above took it.
/// </summary>
internal sealed partial class UpwardReport : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Func<Task> _send;
    private readonly ILogger _log;
    private readonly IGrainTimer _timer;
    private readonly TimeProvider _time;
    private readonly ProjectionInstruments _instruments;
    private CarriedTrace _trace;
    private long? _since; // A timestamp of the first change that has not been taken.
    private bool _dirty;
    private bool _running;
    private bool _isCounted;

    /// <param name="grain">The grain that reports.</param>
    /// <param name="log">Its log.</param>
    /// <param name="send">Reads the newest value and hands it to the grain above.</param>
    public UpwardReport(IGrainBase grain, ILogger log, Func<Task> send)
    {
        _send = send;
        _log = log;
        _time = grain.GrainContext.ActivationServices.GetRequiredService<TimeProvider>();
        _instruments = ProjectionInstruments.Of(grain);
        _timer = grain.RegisterGrainTimer(
            static (self, _) => self.Run(),
            this,
            new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });

        // What still waits when the grain stops is told by its next activation; it is no longer this one's.
        grain.GrainContext.Deactivated.ContinueWith(
            static (_, self) => ((UpwardReport)self!).Count(false), this, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Ignore();
    }

    /// <summary>Something changed.</summary>
    public void Request()
    {
        _dirty = true;
        _since ??= _time.GetTimestamp();
        _trace.Note();
        Count(true);
        if (!_running)
            _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The grain goes, and its timers with it: what was not told yet is told now, or by whoever asks the next activation.</summary>
    public async Task Last()
    {
        if (!_dirty)
            return;

        _dirty = false;
        try
        {
            await _send();
        }
        catch (Exception e)
        {
            LogReportFailed(_log, e);
        }
    }

    public void Dispose() => _timer.Dispose();

    private async Task Run()
    {
        if (_running)
            return;

        _running = true;
        var since = _since;
        try
        {
            while (_dirty)
            {
                (since, _since, _dirty) = (_since, null, false);
                using var span = _trace.Start("report");
                await _send();
                if (since is { } at)
                    _instruments.Taken(_time.GetElapsedTime(at));
            }

            Count(false);
        }
        catch (Exception e)
        {
            (_since, _dirty) = (since, true);
            _instruments.Failed();
            LogReportFailed(_log, e);
            _timer.Change(RetryAfter, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            _running = false;
        }
    }

    private void Count(bool waits)
    {
        if (waits == _isCounted)
            return;

        _isCounted = waits;
        if (waits)
            _instruments.Waits();
        else
            _instruments.Settled();
    }

    [LoggerMessage(1000, LogLevel.Warning, "A report to the grain above failed and will be repeated")]
    private static partial void LogReportFailed(ILogger logger, Exception e);
}
