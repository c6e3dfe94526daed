using System.Globalization;

namespace Mihari.Tests.Fleet.Cameras;

/// <summary>All virtual cameras of a run, and the load that they make together.</summary>
public sealed class CameraFleet : IAsyncDisposable
{
    private static readonly TimeSpan Tending = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly Random _random;
    private CancellationTokenSource? _load;
    private int _asked;
    private Task _firing = Task.CompletedTask;

    /// <param name="settings">How they behave.</param>
    /// <param name="cameras">How many; each knows its number, from 0.</param>
    /// <param name="seed">Decides every pause and every event.</param>
    public CameraFleet(FleetSettings settings, int cameras, int seed)
    {
        Settings = settings;
        _random = new Random(seed);
        Cameras = [.. Enumerable.Range(0, cameras).Select(number => new VirtualCamera(Device(number), Key(number), number, seed, settings))];
    }

    public FleetSettings Settings { get; }

    public IReadOnlyList<VirtualCamera> Cameras { get; }

    public IEnumerable<MotionEvent> Events => Cameras.SelectMany(camera => camera.Events);

    public int Connected => Cameras.Count(camera => camera.IsGreeted);

    public bool AllConnected => Cameras.All(camera => camera.IsGreeted);

    public bool AllAcknowledged => Cameras.All(camera => camera.Waiting == 0);

    /// <summary>A locally administered address, which no maker gives out.</summary>
    public static string Device(int number) => "02D1" + number.ToString("X8", CultureInfo.InvariantCulture);

    public static string Key(int number) => "key-of-the-fleet-" + Device(number);

    /// <summary>Has the first cameras connect from now on, and all others with the next call.</summary>
    /// <param name="first">How many; null: all.</param>
    public void Connect(int? first = null)
    {
        if (_running.Count == 0)
            _running.Add(Task.Run(Tend));

        var upTo = Math.Min(first ?? Cameras.Count, Cameras.Count);
        _running.AddRange(Cameras.Take(_asked..upTo).Select(camera => Task.Run(() => camera.Run(_stop.Token))));
        _asked = Math.Max(_asked, upTo);
    }

    /// <summary>The cameras that are connected to a gateway now.</summary>
    public List<VirtualCamera> At(int gateway) => [.. Cameras.Where(camera => camera.IsGreeted && camera.Gateway == gateway)];

    /// <summary>Motions by a Poisson process over all cameras, until <see cref="StopLoad"/>.</summary>
    /// <param name="rate">Events a second.</param>
    public void StartLoad(double rate)
    {
        _load = new CancellationTokenSource();
        _firing = Task.Run(() => Load(rate, _load.Token));
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

    private async Task Load(double rate, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Grain);
        var next = Clock.Now + Gap(rate);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                for (; next <= Clock.Now; next += Gap(rate))
                    Cameras[_random.Next(Cameras.Count)].Fire();
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    private TimeSpan Gap(double rate) => TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / Math.Max(rate, 1e-6));

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
            // The run is over.
        }
    }
}
