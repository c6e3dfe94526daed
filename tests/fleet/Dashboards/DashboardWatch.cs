using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Mihari.Tests.Fleet.Property;

namespace Mihari.Tests.Fleet.Dashboards;

/// <summary>A dashboard of one building: over any web node, and over the next one as soon as its connection is lost.</summary>
public sealed class DashboardWatch(string building, IReadOnlyList<Uri> webs, PortalSession session, int first) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, string> _presence = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstSnapshot = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;
    private TimeSpan? _blindSince;

    /// <summary>Called with each camera of each update, as the hub sends it and one after another.</summary>
    public Action<JsonElement>? Saw { get; init; }

    /// <summary>When the first snapshot has come.</summary>
    public Task Watching => _firstSnapshot.Task;

    /// <summary>The longest span between a lost connection and the first snapshot again.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>How often a connection was lost.</summary>
    public int Losses { get; private set; }

    /// <summary>Snapshots, those after a break within the server included.</summary>
    public int Snapshots { get; private set; }

    public int Updates { get; private set; }

    /// <summary>How often a camera was shown offline.</summary>
    public int ShownOffline { get; private set; }

    /// <summary>Cameras that it shows offline now.</summary>
    public int Offline => _presence.Count(camera => camera.Value == "offline");

    /// <summary>How many cameras it shows lost with the building's line; null: it shows no such trouble.</summary>
    public int? LostWithLine { get; private set; }

    /// <summary>What ended a connection or kept it from coming about, by how often.</summary>
    public Dictionary<string, int> Ends { get; } = new(StringComparer.Ordinal);

    public void Start() => _running = Task.Run(Run);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task Run()
    {
        for (var turn = first; !_stop.IsCancellationRequested; turn++)
        {
            try
            {
                await Watch(webs[turn % webs.Count]);
                End("the stream ended");
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                End(e is HubException ? e.Message : e.GetType().Name);
            }

            await Clock.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Watch(Uri web)
    {
        await using var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(web, "hubs/dashboard"), options =>
            {
                // One request to one node, as there is no balancer here that would keep two together.
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.Cookies = session.Cookies;
            })
            .WithServerTimeout(TimeSpan.FromSeconds(30))
            .Build();
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
        {
            patience.CancelAfter(StartPatience);
            await connection.StartAsync(patience.Token);
        }

        await foreach (var update in connection.StreamAsync<JsonElement>("WatchBuilding", building, _stop.Token))
            Take(update);
    }

    private void Take(JsonElement update)
    {
        Updates++;
        var isSnapshot = update.TryGetProperty("building", out var whole) && whole.ValueKind == JsonValueKind.Object;
        if (isSnapshot)
        {
            Snapshots++;
            _firstSnapshot.TrySetResult();
            if (_blindSince is { } since && Clock.Now - since is var gap && gap > LongestGap)
                LongestGap = gap;

            _blindSince = null;
            LostWithLine = whole.GetProperty("line") is { ValueKind: JsonValueKind.Object } line ? line.GetProperty("cameras").GetInt32() : null;
        }

        var cameras = isSnapshot ? whole.GetProperty("cameras") : update.GetProperty("changed");
        foreach (var camera in cameras.EnumerateArray())
        {
            var presence = camera.GetProperty("presence").GetString()!;
            _presence[camera.GetProperty("id").GetString()!] = presence;
            ShownOffline += presence == "offline" ? 1 : 0;
            Saw?.Invoke(camera);
        }
    }

    private void End(string why)
    {
        if (_stop.IsCancellationRequested)
            return;

        Ends[why] = Ends.GetValueOrDefault(why) + 1;
        if (_blindSince is not null)
            return;

        Losses++;
        _blindSince = Clock.Now;
    }
}
