using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Mihari.Tests.System.Devices;
using Mihari.Tests.System.Live;
using Xunit.Abstractions;

namespace Mihari.Tests.System.Crash;

/// <summary>
/// Design, rules 1, 2 and 4: the server is killed with SIGKILL amid events and uploads of four cameras, and started again
/// on the same folder. What it had acknowledged is there once; what was missed is asked for again.
/// </summary>
[Trait("Category", "Slow")]
public sealed class ServerKilledTests(ITestOutputHelper output)
{
    private const int Rounds = 3;
    private const int Burst = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RecoverPatience = TimeSpan.FromSeconds(120);

    private readonly EventLog<VirtualEvent> _acknowledgements = new("acknowledgements");

    [Fact]
    public async Task Kill_AmidEventsAndUploads_LosesAndDoublesNothingAcknowledged()
    {
        await using var server = await MihariServer.Start(("Capture__RecoverAtOnce", "16"), ("Capture__PostRoll", "00:00:05"));
        using var client = await PortalClient.SignIn(server);
        var first = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(24);
        var streams = (await server.Devices()).Select(device => new EventStream(new VirtualCamera(device.Device, device.Key, server.GatewayPort), first, _acknowledgements)).ToList();
        try
        {
            streams[2].Camera.Manner = CaptureManner.Ignore;
            for (var round = 0; round < Rounds; round++)
            {
                // Only in the last, because a camera that fails again and again is asked less and less often.
                streams[3].Camera.Manner = round == Rounds - 1 ? CaptureManner.Fail : CaptureManner.Upload;
                await RunAndKill(server, streams, round);
                await server.StartAgain();
                await SameAsBefore(client);
                await CheckUploads(client, streams);
            }

            foreach (var stream in streams)
                stream.Camera.Manner = CaptureManner.Upload;

            await Connect(streams);
            foreach (var stream in streams)
                await CheckClips(client, stream, first, stream.Camera.Failed.Count);

            // Only now: an event that was lost would otherwise be made good.
            await Task.WhenAll(streams.Select(stream => stream.SendTwice(5)));
            await CheckUploads(client, streams);
            Assert.All(streams, stream => Assert.Empty(stream.Camera.Surprises));
        }
        finally
        {
            foreach (var stream in streams)
                await stream.Camera.DisposeAsync();
        }

        Assert.Equal(0, await server.Stop());
        await CheckDatabase(server.DataFolder, streams);
    }

    /// <summary>Connects all, runs them for a moment of chance, and kills the server while they go on.</summary>
    private async Task RunAndKill(MihariServer server, List<EventStream> streams, int round)
    {
        await Connect(streams);
        using var stop = new CancellationTokenSource(Patience);
        var running = streams.Select(stream => stream.Run(stop.Token)).ToList();
        // One live motion a camera in the whole test: two within seconds would rightly share a clip.
        running.Add(streams[round].FireLive());
        var uploads = streams[0].Camera.Uploaded.Count;
        await streams[0].Camera.Uploaded.Find(_ => true, Patience, uploads + Random.Shared.Next(10, 30), "uploads");

        // Amid a burst, some of which is acknowledged: whatever is acknowledged too early is lost now.
        var acknowledged = _acknowledgements.Count;
        running.AddRange(streams.Select(stream => stream.Burst(Burst)));
        await _acknowledgements.Find(_ => true, Patience, acknowledged + Random.Shared.Next(Burst * streams.Count / 2), "acknowledgements");
        await server.Kill();
        await Task.WhenAll(running);
        foreach (var stream in streams)
            await stream.Camera.Rest(Patience);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: killed with {streams.Sum(s => s.Acknowledged.Count)} events acknowledged, {streams.Sum(s => s.Waiting)} not; {streams.Sum(s => s.Camera.Uploaded.Count)} objects uploaded"));
    }

    private static async Task Connect(List<EventStream> streams)
    {
        foreach (var stream in streams)
        {
            await stream.Camera.Connect();
            await stream.SendAgain();
        }
    }

    /// <summary>Buildings, account and session have outlived the kill: the cookie is the one of the first sign-in.</summary>
    private static async Task SameAsBefore(PortalClient client)
    {
        Assert.Equal("administrator", (string?)(await client.Get("api/v1/session"))["role"]);
        Assert.Equal(2, (await client.Get("api/v1/buildings"))["buildings"]!.AsArray().Count);
        Assert.Equal(2, (await client.Get("api/v1/buildings/demo-yoga"))["cameras"]!.AsArray().Count);
    }

    /// <summary>Every object that was answered 201 is served as it was sent.</summary>
    private static async Task CheckUploads(PortalClient client, List<EventStream> streams)
    {
        foreach (var camera in streams.Select(stream => stream.Camera))
        {
            foreach (var (path, status) in camera.Uploaded.All.Where(one => one.Status == HttpStatusCode.Created))
            {
                var parts = path.Split('/'); // /media/uploads/{camera}/{clip}/{part}
                var isVideo = parts[5] == "video";
                var served = await client.Bytes($"media/{(isVideo ? "clips" : "thumbnails")}/{parts[3]}/{parts[4]}");
                Assert.True(served.AsSpan().SequenceEqual(isVideo ? VirtualMedia.Video(parts[4]) : VirtualMedia.Thumbnail(parts[4])), $"{path} ({status}) is not served as it was sent");
            }
        }
    }

    /// <summary>Each acknowledged event has one clip, and in the end each clip is stored; what had failed as recovered.</summary>
    private static async Task CheckClips(PortalClient client, EventStream stream, DateTimeOffset first, int expectRecovered)
    {
        var camera = stream.Camera;
        var events = stream.Acknowledged.Values.OrderBy(one => one.At).ToList();
        var listed = await Settled(client, camera, first);

        Assert.Equal(events.Count, listed.Count);
        Assert.Equal(listed.Count, listed.Select(clip => (string)clip["id"]!).Distinct(StringComparer.Ordinal).Count());
        var triggers = listed.Select(clip => Time(clip["triggeredAt"])).Order().ToList();
        Assert.All(events.Zip(triggers), pair => Assert.InRange(pair.Second - pair.First.At, TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(5)));

        var open = listed.Where(clip => (string)clip["state"]! is not ("stored" or "recovered")).Select(clip => Describe(camera, clip)).ToList();
        Assert.True(open.Count == 0, $"{open.Count} of {listed.Count} clips of {camera.Device} are not stored:\n{string.Join('\n', open)}");
        var recovered = listed.Count(clip => (string)clip["state"]! == "recovered");
        Assert.True(recovered >= expectRecovered, $"{recovered} recovered, {expectRecovered} had failed");
    }

    private static string Describe(VirtualCamera camera, JsonNode clip)
    {
        var id = (string)clip["id"]!;
        var commands = camera.Asked.All.Where(asked => asked.Clip == id).Select(asked => asked.Command).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{id}: {clip["state"]}, asked for {commands.Count} times by {commands.Distinct(StringComparer.Ordinal).Count()} commands, failed {camera.Failed.ContainsKey(id)}, uploaded {camera.Uploaded.All.Count(one => one.Path.Contains(id, StringComparison.Ordinal))} objects");
    }

    /// <summary>The camera's clips once none is pending any more.</summary>
    private static async Task<List<JsonNode>> Settled(PortalClient client, VirtualCamera camera, DateTimeOffset first)
    {
        using var patience = new CancellationTokenSource(RecoverPatience);
        using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            var clips = await client.Clips(camera.Device, first - TimeSpan.FromHours(1), TimeProvider.System.GetUtcNow());
            if (clips.TrueForAll(clip => (string)clip["state"]! != "pending"))
                return clips;

            if (patience.IsCancellationRequested)
                return clips; // What is still pending is what the caller then complains of.

            await moment.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>The same, without the server: each event once, each clip once.</summary>
    private static async Task CheckDatabase(string folder, List<EventStream> streams)
    {
        var events = await DataFolderFile.Timeline(folder, DataFolderFile.Events);
        var clips = await DataFolderFile.Timeline(folder, DataFolderFile.Clips);
        foreach (var stream in streams)
        {
            var owner = stream.Camera.Device;
            var acknowledged = stream.Acknowledged.Keys.Order(StringComparer.Ordinal);
            Assert.Equal(acknowledged, events.Where(e => e.Owner == owner).Select(e => e.Id).Order(StringComparer.Ordinal));
            Assert.Equal(acknowledged, clips.Where(c => c.Owner == owner).Select(c => (string)c.Body["cause"]!).Order(StringComparer.Ordinal));
        }
    }

    private static DateTimeOffset Time(JsonNode? node) => DateTimeOffset.Parse((string)node!, CultureInfo.InvariantCulture);
}
