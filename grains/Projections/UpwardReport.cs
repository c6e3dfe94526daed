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
    private bool _dirty;
    private bool _running;

    /// <param name="grain">The grain that reports.</param>
    /// <param name="log">Its log.</param>
    /// <param name="send">Reads the newest value and hands it to the grain above.</param>
    public UpwardReport(IGrainBase grain, ILogger log, Func<Task> send)
    {
        _send = send;
        _log = log;
        _timer = grain.RegisterGrainTimer(
            static (self, _) => self.Run(),
            this,
            new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });
    }

    /// <summary>Something changed.</summary>
    public void Request()
    {
        _dirty = true;
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
        try
        {
            while (_dirty)
            {
                _dirty = false;
                await _send();
            }
        }
        catch (Exception e)
        {
            _dirty = true;
            LogReportFailed(_log, e);
            _timer.Change(RetryAfter, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            _running = false;
        }
    }

    [LoggerMessage(1000, LogLevel.Warning, "A report to the grain above failed and will be repeated")]
    private static partial void LogReportFailed(ILogger logger, Exception e);
}
