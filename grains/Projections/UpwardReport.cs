using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mihari.Grains.Projections;

/// <summary>
/// Tells the grain above what changed, outside of the request that changed it, so that calls go one way and nobody waits
/// in a circle. Only the newest value is sent; it is repeated until the grain above took it.
/// </summary>
internal sealed partial class UpwardReport : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    /// <summary>While the grain above cannot be reached, thousands ask for it; it doubles that often.</summary>
    private const int Doublings = 3;

    /// <summary>The move of a lost silo's grains is over by then; what still fails is worth a line.</summary>
    private const int WorthALine = 3;

    /// <summary>Of the failures after that each one in so many, which is once in eight minutes.</summary>
    private const int Seldom = 60;

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
    private int _failures;

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

    /// <summary>
    /// The grain goes, and its timers with it: what was not told yet is told now. It is not waited for: the grain above may be starting,
    /// and asks this one, which then asks no more of it than to be told all over again.
    /// </summary>
    public Task Last()
    {
        if (_dirty)
        {
            _dirty = false;
            _send().Ignore();
        }

        return Task.CompletedTask;
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
                _failures = 0;
                if (since is { } at)
                    _instruments.Taken(_time.GetElapsedTime(at));
            }

            Count(false);
        }
        catch (Exception e)
        {
            (_since, _dirty) = (since, true);
            _instruments.Failed();
            if (++_failures % Seldom == WorthALine)
                LogReportFailed(_log, e);
            _timer.Change(FirstRetry * (1 << Math.Min(_failures - 1, Doublings)), Timeout.InfiniteTimeSpan);
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

    [LoggerMessage(1000, LogLevel.Warning, "A report to the grain above failed several times and will be repeated")]
    private static partial void LogReportFailed(ILogger logger, Exception e);
}
