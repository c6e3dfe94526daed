using System.Globalization;
using Mihari.Tests.Drills.Running;

namespace Mihari.Tests.Drills.Cameras;

/// <summary>All cameras of a drill, and the load that they make together.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly TimeSpan Tending = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly Random _random;
    private readonly double _rate;
    private CancellationTokenSource? _load;
    private Task _firing = Task.CompletedTask;

    public Fleet(FleetSettings settings, DrillOptions options)
    {
        Settings = settings;
        _random = new Random(options.Seed);
        _rate = options.Rate;
        Cameras = [.. Enumerable.Range(0, options.Cameras).Select(number => new VirtualCamera(Device(number), Key(number), number, options.Seed, settings))];
    }

    public FleetSettings Settings { get; }

    public IReadOnlyList<VirtualCamera> Cameras { get; }

    public IEnumerable<MotionEvent> Events => Cameras.SelectMany(camera => camera.Events);

    public int Connected => Cameras.Count(camera => camera.IsGreeted);

    public bool AllConnected => Cameras.All(camera => camera.IsGreeted);

    public bool AllAcknowledged => Cameras.All(camera => camera.Waiting == 0);

    /// <summary>A locally administered address, which no maker gives out.</summary>
    public static string Device(int number) => "02D1" + number.ToString("X8", CultureInfo.InvariantCulture);

    public static string Key(int number) => "key-of-the-drill-" + Device(number);

    /// <summary>Has all cameras connect from now on.</summary>
    public void Connect()
    {
        _running.AddRange(Cameras.Select(camera => Task.Run(() => camera.Run(_stop.Token))));
        _running.Add(Task.Run(Tend));
    }

    /// <summary>The cameras that are connected to a gateway now.</summary>
    public List<VirtualCamera> At(int gateway) => [.. Cameras.Where(camera => camera.IsGreeted && camera.Gateway == gateway)];

    /// <summary>Motions by a Poisson process over all cameras, until <see cref="StopLoad"/>.</summary>
    public void StartLoad()
    {
        _load = new CancellationTokenSource();
        _firing = Task.Run(() => Load(_load.Token));
    }

    public async Task StopLoad()
    {
        if (_load is null)
            return;

        await _load.CancelAsync();
        await _firing;
        _load.Dispose();
        _load = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopLoad();
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    private async Task Load(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Grain);
        var next = Clock.Now + Gap();
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                for (; next <= Clock.Now; next += Gap())
                    Cameras[_random.Next(Cameras.Count)].Fire();
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    private TimeSpan Gap() => TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / Math.Max(_rate, 1e-6));

    private async Task Tend()
    {
        using var timer = new PeriodicTimer(Tending);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var now = Clock.Now;
                foreach (var camera in Cameras)
                    camera.Tend(now);
            }
        }
        catch (OperationCanceledException)
        {
            // The drill is over.
        }
    }
}
