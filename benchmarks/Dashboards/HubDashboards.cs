using System.Collections.Concurrent;
using System.Text.Json;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Dashboards;
using Mihari.Tests.Fleet.Property;

namespace Mihari.Benchmarks.Dashboards;

/// <summary>Dashboards at the hub, each with a building, and when each of them showed what.</summary>
internal sealed class HubDashboards : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<(string Building, DashboardWatch Watch, Seen Seen)> _all = [];

    /// <summary>The buildings in turn.</summary>
    public static async Task<HubDashboards> Open(Uri web, VirtualProperty property, int count)
    {
        var dashboards = new HubDashboards();
        for (var number = 0; number < count; number++)
        {
            var seen = new Seen();
            var building = property.Buildings[number % property.Buildings.Count];
            dashboards._all.Add((building, new DashboardWatch(building, [web], property.Session, 0) { Saw = seen.Take }, seen));
        }

        foreach (var (_, watch, _) in dashboards._all)
        {
            watch.Start();
            await watch.Watching.WaitAsync(Patience, TimeProvider.System);
        }

        return dashboards;
    }

    /// <summary>Updates that have come, snapshots included.</summary>
    public int Updates => _all.Sum(one => one.Watch.Updates);

    public int Losses => _all.Sum(one => one.Watch.Losses);

    /// <summary>When each of them began to show a clip of a camera, a dashboard an entry.</summary>
    public IEnumerable<(string Building, ILookup<string, TimeSpan> Recordings)> Recordings => _all.Select(one => (one.Building, one.Seen.Recordings));

    /// <summary>When a camera was shown to go offline, by its id and over all dashboards.</summary>
    public ILookup<string, TimeSpan> WentOffline => _all.SelectMany(one => one.Seen.WentOffline).ToLookup(shown => shown.Camera, shown => shown.At, StringComparer.Ordinal);

    /// <summary>When the last of them had every camera in that presence.</summary>
    /// <param name="presence">As the API names it.</param>
    /// <param name="patience">How long that may take.</param>
    /// <exception cref="TimeoutException">It did not come about.</exception>
    public async Task<TimeSpan> All(string presence, TimeSpan patience)
    {
        if (await Clock.Until(() => _all.TrueForAll(one => one.Seen.IsAll(presence)), patience) is null)
            throw new TimeoutException($"all cameras {presence} on the dashboards: {_all.Count(one => one.Seen.IsAll(presence))} of {_all.Count} show it");

        return _all.Max(one => one.Seen.LastChange);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, watch, _) in _all)
            await watch.DisposeAsync();
    }

    /// <summary>What one of them has shown; its updates come one after another.</summary>
    private sealed class Seen
    {
        private readonly ConcurrentDictionary<string, (string Presence, string? Until)> _cameras = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<(string Camera, TimeSpan At)> _recordings = new();
        private readonly ConcurrentQueue<(string Camera, TimeSpan At)> _wentOffline = new();
        private long _lastChange;

        public ILookup<string, TimeSpan> Recordings => _recordings.ToLookup(shown => shown.Camera, shown => shown.At, StringComparer.Ordinal);

        public IEnumerable<(string Camera, TimeSpan At)> WentOffline => _wentOffline;

        /// <summary>When a camera's presence last became another one.</summary>
        public TimeSpan LastChange => new(Volatile.Read(ref _lastChange));

        public bool IsAll(string presence) => _cameras.Values.All(camera => camera.Presence == presence);

        public void Take(JsonElement camera)
        {
            var now = Clock.Now;
            var id = camera.GetProperty("id").GetString()!;
            var shown = (Presence: camera.GetProperty("presence").GetString()!, Until: camera.GetProperty("recordingUntil").GetString());
            var before = _cameras.GetValueOrDefault(id);
            if (shown.Until is not null && shown.Until != before.Until)
                _recordings.Enqueue((id, now));
            if (shown.Presence == "offline" && before.Presence is "online")
                _wentOffline.Enqueue((id, now));
            if (shown.Presence != before.Presence)
                Volatile.Write(ref _lastChange, now.Ticks);
            _cameras[id] = shown;
        }
    }
}
