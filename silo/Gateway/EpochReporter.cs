using System.Collections.Concurrent;
using System.Threading.Channels;
using Mihari.Cameras;
using Mihari.Grains.Gateways;
using Mihari.Identifiers;

namespace Mihari.Silo.Gateway;

/// <summary>
/// Tells camera grains that an epoch of theirs ended, until they have answered. MQTTnet's callbacks only enqueue here,
/// and a grain that is slow or down holds up nothing but its own report.
/// </summary>
internal sealed class EpochReporter(IGrainFactory grains, IGatewayLiveness liveness, ConnectionTable connections, TimeProvider time, ILogger<EpochReporter> logger)
{
    private const int Concurrency = 64;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly Channel<Report> _reports = Channel.CreateUnbounded<Report>();
    private readonly CancellationTokenSource _stopped = new();
    private Task[] _workers = [];
    private readonly ConcurrentDictionary<DeviceId, Attempt> _givenUp = [];
    private int _open;
    private TaskCompletionSource? _drained;

    /// <summary>Ends that are not reported yet.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>An epoch ended: the device or its network ended it, or, where <paramref name="isOurs"/>, this server for a reason of its own.</summary>
    public void Ended(DeviceId device, long epoch, bool isOurs) => Enqueue(new Report(device, epoch, isOurs));

    /// <summary>
    /// A <see cref="ICameraLink.Connect"/> was given up, so that nobody knows whether it opened an epoch. Once it can open none any
    /// more, what it has opened is let go. Of one device there is one such report, however often it tries.
    /// </summary>
    public void GivenUp(DeviceId device, long number, Task attempt)
    {
        var isNew = false;
        _givenUp.AddOrUpdate(
            device,
            _ =>
            {
                isNew = true;
                return new Attempt(number, attempt);
            },
            (_, earlier) =>
            {
                // They are not given up in the order in which they began.
                isNew = false;
                return new Attempt(Math.Max(number, earlier.Number), earlier.Ended.IsCompleted ? attempt : Task.WhenAll(earlier.Ended, attempt));
            });
        if (isNew)
            Enqueue(new Report(device, null, true));
    }

    public void Start() => _workers = [.. Enumerable.Range(0, Concurrency).Select(_ => Task.Run(Work))];

    /// <summary>Waits until everything is reported or the token says that there is no more time.</summary>
    public async Task Stop(CancellationToken cancel)
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _drained, drained);
        if (Open == 0)
            drained.TrySetResult();
        await drained.Task.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Open > 0)
            GatewayLog.Unreported(logger, Open);

        _reports.Writer.TryComplete();
        await _stopped.CancelAsync();
        await Task.WhenAll(_workers).WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Enqueue(Report report)
    {
        Interlocked.Increment(ref _open);
        _reports.Writer.TryWrite(report);
    }

    private async Task Work()
    {
        await foreach (var report in _reports.Reader.ReadAllAsync())
        {
            if (_stopped.IsCancellationRequested)
                continue;
            try
            {
                await Deliver(report);
                if (Interlocked.Decrement(ref _open) == 0)
                    Volatile.Read(ref _drained)?.TrySetResult();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                if (report.Failures == 0)
                    GatewayLog.ReportFailed(logger, report.Epoch ?? 0, report.Device, e);
                _ = Again(report with { Failures = report.Failures + 1 });
            }
        }
    }

    private async Task Deliver(Report report)
    {
        var link = grains.GetGrain<ICameraLink>(report.Device.Value);
        if (report.Epoch is { } epoch)
        {
            await (report.IsOurs ? link.LetGo(epoch) : link.Disconnect(epoch));
            return;
        }

        while (_givenUp.TryGetValue(report.Device, out var attempt))
        {
            await attempt.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var held = connections.TryGet(report.Device, out var current) ? current.Epoch : 0;
            await link.LetGoUnheld(liveness.Here, held, attempt.Number);
            _givenUp.TryRemove(KeyValuePair.Create(report.Device, attempt));
        }
    }

    private async Task Again(Report report)
    {
        var pause = TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 100 * Math.Pow(2, Math.Min(report.Failures, 10))));
        await Task.Delay(pause, time, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _reports.Writer.TryWrite(report);
    }

    /// <param name="Device">Whose epoch.</param>
    /// <param name="Epoch">Which; null where that is not known.</param>
    /// <param name="IsOurs">Whether this server ended it for a reason of its own.</param>
    /// <param name="Failures">Tries so far.</param>
    private sealed record Report(DeviceId Device, long? Epoch, bool IsOurs, int Failures = 0);

    /// <summary>The attempts of a device that were given up: the newest one's number, and when all of them have ended.</summary>
    private sealed record Attempt(long Number, Task Ended);
}
