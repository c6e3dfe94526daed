using Mihari.Health;

namespace Mihari.Web.Live;

/// <summary>What viewers are told about the servers.</summary>
internal enum ServiceState
{
    /// <summary>Nothing.</summary>
    Well,

    /// <summary>All that is shown is true, and some of what keeps it so is away.</summary>
    Degraded,

    /// <summary>The store does not answer: what is shown stays, and nothing new is kept until it does. Devices keep what they have to say.</summary>
    NotKeeping,

    /// <summary>The silos can't be reached from here: what is shown may be old.</summary>
    OutOfReach,
}

/// <summary>
/// Asks every two seconds how the servers are, once for all viewers of this node. One bad answer is not told: a silo that is lost, or
/// a slow moment, is over before anybody has read about it.
/// </summary>
internal sealed partial class ServiceWatch(IGrainFactory grains, TimeProvider time, ILogger<ServiceWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const int BadAnswers = 2;

    private volatile int _state;

    /// <summary>Raised when <see cref="State"/> has changed; on no particular thread.</summary>
    public event Action? Changed;

    public ServiceState State => (ServiceState)_state;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var bad = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var seen = await Look();
                bad = seen == ServiceState.Well ? 0 : bad + 1;
                if (seen != State && (bad == 0 || bad >= BadAnswers))
                    Tell(seen);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task<ServiceState> Look()
    {
        try
        {
            var parts = await grains.GetGrain<IClusterHealth>("portal").Get().WaitAsync(Patience, time);
            return parts.Any(part => part is { Part: "storage", State: PartState.Down }) ? ServiceState.NotKeeping
                : parts.IsEmpty ? ServiceState.Well : ServiceState.Degraded;
        }
#pragma warning disable CA1031 // Whatever it is, the silos did not answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NoAnswer(e);
            return ServiceState.OutOfReach;
        }
    }

    private void Tell(ServiceState seen)
    {
        TellsOf(State, seen);
        _state = (int)seen;
        Changed?.Invoke();
    }

    [LoggerMessage(3210, LogLevel.Warning, "Viewers are told that the servers are {State}, after {Before}")]
    private partial void TellsOf(ServiceState before, ServiceState state);

    [LoggerMessage(3211, LogLevel.Debug, "The silos did not say how they are")]
    private partial void NoAnswer(Exception exception);
}
