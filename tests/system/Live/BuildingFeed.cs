using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Mihari.Tests.System.Live;

/// <summary>A camera as the hub tells it, and when that arrived.</summary>
internal sealed record CameraTold(string Camera, string Presence, string? Clip, bool Recording, DateTimeOffset At);

/// <summary>One update of the hub.</summary>
internal sealed record UpdateTold(bool IsSnapshot, string Incarnation, long Sequence, IReadOnlyList<CameraTold> Cameras);

/// <summary>What the hub tells of a building, over one connection.</summary>
internal sealed class BuildingFeed : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    private BuildingFeed(HubConnection connection, string building)
    {
        _connection = connection;
        _reading = Read(building);
    }

    public EventLog<UpdateTold> Updates { get; } = new("hub updates");

    public EventLog<CameraTold> Cameras { get; } = new("cameras of the hub");

    /// <summary>Completes when the server ends the stream or the connection is lost.</summary>
    public Task Ended => _reading;

    public static async Task<BuildingFeed> Open(PortalClient client, string building)
    {
        var connection = client.Hub();
        await connection.StartAsync();
        return new BuildingFeed(connection, building);
    }

    public Task<CameraTold> Camera(string device, Func<CameraTold, bool> match, TimeSpan patience, int from = 0, string what = "") =>
        Cameras.Find(camera => camera.Camera == device && match(camera), patience, from, what);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        await _connection.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Read(string building)
    {
        try
        {
            await foreach (var update in _connection.StreamAsync<JsonElement>("WatchBuilding", building, _stop.Token))
                Take(update);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HubException or global::System.Net.WebSockets.WebSocketException)
        {
            // The end of the stream, whatever ended it; the tests look at what came before.
        }
    }

    private void Take(JsonElement update)
    {
        var at = TimeProvider.System.GetUtcNow();
        var whole = update.TryGetProperty("building", out var building) && building.ValueKind == JsonValueKind.Object;
        var cameras = (whole ? building.GetProperty("cameras") : update.GetProperty("changed")).EnumerateArray().Select(camera => Told(camera, at)).ToList();
        var position = update.GetProperty("position");
        foreach (var camera in cameras)
            Cameras.Add(camera);

        Updates.Add(new UpdateTold(whole, position.GetProperty("incarnation").GetString()!, position.GetProperty("sequence").GetInt64(), cameras));
    }

    private static CameraTold Told(JsonElement camera, DateTimeOffset at) => new(
        camera.GetProperty("id").GetString()!,
        camera.GetProperty("presence").GetString()!,
        camera.TryGetProperty("thumbnail", out var picture) && picture.ValueKind == JsonValueKind.Object ? picture.GetProperty("clip").GetString() : null,
        camera.TryGetProperty("recordingUntil", out var until) && until.ValueKind == JsonValueKind.String,
        at);
}
