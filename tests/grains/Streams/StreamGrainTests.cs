using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Protocol;
using Mihari.Refusals;
using Mihari.Streams;
using Mihari.Tests.Grains.Cluster;
using StreamId = Mihari.Identifiers.StreamId;

namespace Mihari.Tests.Grains.Streams;

/// <summary>A stream's grain on the cluster: cameras take its commands, nodes hear where they came to.</summary>
[Collection(ClusterCollection.Name)]
public sealed class StreamGrainTests(ClusterFixture cluster)
{
    private static readonly Uri AddressOfA = new("http://node-a:8080/");

    [Fact]
    public async Task Watch_HasTheCameraSend_ToAnAddressWithAToken()
    {
        var (property, stream, a) = await Live();
        await property.Connect();

        var status = await Watch(property, stream, a);

        Assert.Equal((StreamState.Asked, StreamReason.None), (status.State, status.Reason));
        var command = await cluster.Devices.Next(stream.Camera);
        var args = Args(command);
        Assert.Equal((CommandNames.Stream, stream.Value, null), (command.Name, args.Stream, args.From));
        Assert.Matches($"^ws://uploads\\.test/media/streams/{stream}/in\\?token=[0-9a-f]{{64}}$", args.Url);
        Assert.Equal(cluster.Clock.GetUtcNow().AddSeconds(8), command.Expires);
        Assert.True(StreamId.TryOfCommand(command.Id, out var of) && of == stream);

        // Who comes to what was asked for already asks for nothing.
        await Watch(property, stream, a);
        Assert.False(cluster.Devices.HasMore(stream.Camera));
    }

    [Fact]
    public async Task Playback_IsAskedForByTheCamerasClock()
    {
        var property = await Property.Create(cluster);
        var (stream, a) = (StreamId.NewPlayback(property.Cameras[0]), new Node(cluster, "a"));
        var (epoch, skew, from) = (await property.Connect(), TimeSpan.FromMinutes(7), cluster.Clock.GetUtcNow().AddHours(-1));
        await property.Link().Greet(new DeviceGreeting(epoch, DeviceKind.Camera, "C", "1", "b", skew, [], null, VideoState.Ok));

        await Watch(property, stream, a, from);
        var command = await cluster.Devices.Next(stream.Camera);

        Assert.Equal(from - skew, Args(command).From);
        Assert.Equal(cluster.Clock.GetUtcNow().AddSeconds(8) - skew, command.Expires);
        Assert.Equal(skew, (await Grain(stream).Carry(Token(command), "a", AddressOfA))!.ClockSkew);
    }

    [Fact]
    public async Task Carry_TellsTheNodes_TheOthersWithATokenThatIsGoodOnce()
    {
        var (property, stream, a) = await Live();
        var b = new Node(cluster, "b");
        await property.Connect();
        await Watch(property, stream, a);
        await Watch(property, stream, b);
        var command = await cluster.Devices.Next(stream.Camera);

        var permit = await Grain(stream).Carry(Token(command), "a", AddressOfA);

        Assert.Equal(command.Id, permit!.Run);
        var (here, there) = ((await a.Next(StreamState.Carried)).Carrier!, (await b.Next(StreamState.Carried)).Carrier!);
        Assert.Equal((command.Id, "a", AddressOfA, ""), (here.Run, here.Node, here.Address, here.Token));
        Assert.Equal((command.Id, "a", AddressOfA), (there.Run, there.Node, there.Address));
        Assert.DoesNotContain(there.Token, there.ToString(), StringComparison.Ordinal);
        Assert.False(await Grain(stream).Admit("another-run", there.Token));
        Assert.False(await Grain(stream).Admit(there.Run, ""));
        Assert.True(await Grain(stream).Admit(there.Run, there.Token));
        Assert.False(await Grain(stream).Admit(there.Run, there.Token));

        // Whoever comes later is told so at once, with a token of its own.
        var late = (await Watch(property, stream, new Node(cluster, "c"))).Carrier!;
        Assert.NotEqual(there.Token, late.Token);
        Assert.True(await Grain(stream).Admit(late.Run, late.Token));
    }

    [Fact]
    public async Task Carry_WithAWrongAUsedOrAnOldToken_IsNotPermitted()
    {
        var (property, stream, a) = await Live();
        await property.Connect();
        Assert.Null(await Grain(stream).Carry("", "a", AddressOfA));
        await Watch(property, stream, a);
        var first = Token(await cluster.Devices.Next(stream.Camera));

        Assert.Null(await Grain(stream).Carry(new string('0', 64), "a", AddressOfA));
        cluster.Clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Null(await Grain(stream).Carry(first, "a", AddressOfA));
        await a.Next(StreamState.Waiting);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = Token(await cluster.Devices.Next(stream.Camera));

        Assert.NotEqual(first, second);
        Assert.NotNull(await Grain(stream).Carry(second, "a", AddressOfA));
        Assert.Null(await Grain(stream).Carry(second, "b", AddressOfA));
    }

    [Fact]
    public async Task Drop_HasTheCameraAskedAnew()
    {
        var (property, stream, a) = await Live();
        await property.Connect();
        var first = await Carried(property, stream, a);
        cluster.Clock.Advance(TimeSpan.FromSeconds(15));

        await Grain(stream).Drop(first);
        var second = await cluster.Devices.Next(stream.Camera);
        await Grain(stream).Drop(first); // Said again by another node: it is over already.

        Assert.NotEqual(first, second.Id);
        Assert.Equal(CommandNames.Stream, second.Name);
        Assert.False(cluster.Devices.HasMore(stream.Camera));
        Assert.Equal(StreamState.Asked, (await a.Next(StreamState.Asked)).State);
    }

    [Fact]
    public async Task Drop_OfAPlayback_EndsIt()
    {
        var property = await Property.Create(cluster);
        var (stream, a) = (StreamId.NewPlayback(property.Cameras[0]), new Node(cluster, "a"));
        await property.Connect();
        var run = await Carried(property, stream, a, cluster.Clock.GetUtcNow().AddHours(-1));

        await Grain(stream).Drop(run);

        Assert.Equal(StreamReason.Finished, (await a.Next(StreamState.Ended)).Reason);
        Assert.Equal(StreamState.Ended, (await Watch(property, stream, a, cluster.Clock.GetUtcNow().AddHours(-1))).State);
        Assert.False(cluster.Devices.HasMore(stream.Camera));
    }

    [Fact]
    public async Task CameraOffline_IsSaid_AndItIsAskedWhenItIsBack()
    {
        var (property, stream, a) = await Live();

        var status = await Watch(property, stream, a);
        Assert.Equal((StreamState.Waiting, StreamReason.CameraOffline), (status.State, status.Reason));

        await property.Connect();
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(CommandNames.Stream, (await cluster.Devices.Next(stream.Camera)).Name);
        Assert.Equal(StreamReason.None, (await a.Next(StreamState.Asked)).Reason);
    }

    [Fact]
    public async Task CameraRefuses_IsSaidWithItsReason()
    {
        var property = await Property.Create(cluster);
        var (stream, a) = (StreamId.NewPlayback(property.Cameras[0]), new Node(cluster, "a"));
        await property.Connect();
        await Watch(property, stream, a, cluster.Clock.GetUtcNow().AddHours(-1));
        var command = await cluster.Devices.Next(stream.Camera);
        var link = cluster.Client.GetGrain<IStreamLink>(stream.Value);

        await link.Answer(new CommandAnswer(stream.NewCommand(), false, "busy", null, []));
        await link.Answer(new CommandAnswer(command.Id, false, "notRecorded", null, []));

        Assert.Equal(StreamReason.NotRecorded, (await a.Next(StreamState.Ended)).Reason);
        Assert.Null(await Grain(stream).Carry(Token(command), "a", AddressOfA));
    }

    [Fact]
    public async Task LastNodeLeaves_StopsTheCamera()
    {
        var (property, stream, a) = await Live();
        await property.Connect();
        await Carried(property, stream, a);
        await Watch(property, stream, new Node(cluster, "b"));

        await Grain(stream).Leave("a");
        Assert.False(cluster.Devices.HasMore(stream.Camera));
        await Grain(stream).Leave("b");

        var stop = await cluster.Devices.Next(stream.Camera);
        Assert.Equal((CommandNames.StopStream, stream.Value), (stop.Name, stop.Args!.Value.Deserialize(WireJson.Default.StopStreamArgs)!.Stream));
    }

    [Fact]
    public async Task NodeThatSaysNothingAnyMore_IsForgottenAfterItsLease()
    {
        var (property, stream, a) = await Live();
        await property.Connect();
        await Carried(property, stream, a);
        cluster.Clock.Advance(IStreamGrain.Lease - TimeSpan.FromSeconds(1));
        await Watch(property, stream, new Node(cluster, "b"));
        cluster.Clock.Advance(IStreamGrain.Lease - TimeSpan.FromSeconds(1));
        await Grain(stream).Drop("another-run"); // Another call: what the clock caused comes before its answer.
        Assert.False(cluster.Devices.HasMore(stream.Camera));

        cluster.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(CommandNames.StopStream, (await cluster.Devices.Next(stream.Camera)).Name);
    }

    [Fact]
    public async Task Watch_OfSomebodyElsesCamera_AnswersAsIfThereWereNone()
    {
        var (mine, theirs) = (await Property.Create(cluster), await Property.Create(cluster));
        await theirs.Connect();
        var node = new Node(cluster, "a");

        foreach (var camera in new[] { theirs.Cameras[0], Property.NewDevice() })
        {
            await Assert.ThrowsAsync<UnknownIdException>(() => Grain(StreamId.Live(camera)).Watch(mine.Administrator, new StreamRequest("a", null), node.Reference));
            await Assert.ThrowsAsync<UnknownIdException>(() =>
                Grain(StreamId.NewPlayback(camera)).Watch(mine.Administrator, new StreamRequest("a", cluster.Clock.GetUtcNow()), node.Reference));
        }

        Assert.False(cluster.Devices.HasMore(theirs.Cameras[0]));
    }

    [Fact]
    public async Task Watch_IsNotedOnceInTenMinutes_WhateverItsNodesSay()
    {
        var (property, stream, a) = await Live();
        await Watch(property, stream, a);
        await Watch(property, stream, new Node(cluster, "b"));
        await cluster.Deactivate(Grain(stream));
        await Watch(property, stream, a);
        Assert.Equal(["live"], await Noted());

        var from = cluster.Clock.GetUtcNow().AddHours(-2);
        await Watch(property, StreamId.NewPlayback(stream.Camera), a, from);
        await Watch(property, StreamId.NewPlayback(stream.Camera), a, from);
        Assert.Equal(["live", "recorded"], await Noted());

        cluster.Clock.Advance(TimeSpan.FromMinutes(10));
        await Watch(property, stream, a);
        Assert.Equal(["live", "live", "recorded"], await Noted());

        // To the moment, and not to its ten minutes.
        Assert.Contains(cluster.Clock.GetUtcNow(), (await Read()).Select(e => e.At));

        async Task<IEnumerable<string>> Noted() => (await Read()).Select(e => e.Action == AuditAction.LiveViewed ? "live" : "recorded").Order(StringComparer.Ordinal);

        async Task<ImmutableArray<AuditEntry>> Read()
        {
            var query = new AuditQuery(cluster.Clock.GetUtcNow().AddHours(-1), cluster.Clock.GetUtcNow().AddHours(1), null, [AuditAction.LiveViewed, AuditAction.RecordingViewed], 100, null);
            var page = await cluster.Client.GetGrain<IAuditTrail>(property.Customer.Value).Read(property.Administrator, query);
            Assert.All(page.Entries, e => Assert.Equal((property.Viewer.Account, stream.Camera.Value), (e.Actor, e.SubjectId)));
            return page.Entries;
        }
    }

    [Fact]
    public async Task Watch_ThatCannotBeNoted_IsNotLetIn()
    {
        var (property, stream, a) = await Live();
        await property.Connect();
        cluster.AuditFaults.FailNext(property.Customer.Value);

        await Assert.ThrowsAsync<IOException>(() => Watch(property, stream, a));
        Assert.False(cluster.Devices.HasMore(stream.Camera));

        await Watch(property, stream, a);
        Assert.Equal(CommandNames.Stream, (await cluster.Devices.Next(stream.Camera)).Name);
    }

    private IStreamGrain Grain(StreamId stream) => cluster.Client.GetGrain<IStreamGrain>(stream.Value);

    private async Task<(Property Property, StreamId Stream, Node Node)> Live()
    {
        var property = await Property.Create(cluster);
        return (property, StreamId.Live(property.Cameras[0]), new Node(cluster, "a"));
    }

    private Task<StreamStatus> Watch(Property property, StreamId stream, Node node, DateTimeOffset? from = null) =>
        Grain(stream).Watch(property.Viewer, new StreamRequest(node.Name, from), node.Reference);

    /// <summary>Watches, and lets the camera come to the first node.</summary>
    private async Task<string> Carried(Property property, StreamId stream, Node node, DateTimeOffset? from = null)
    {
        await Watch(property, stream, node, from);
        var permit = await Grain(stream).Carry(Token(await cluster.Devices.Next(stream.Camera)), node.Name, AddressOfA);
        await node.Next(StreamState.Carried);
        return permit!.Run;
    }

    private static StreamArgs Args(Command command) => command.Args!.Value.Deserialize(WireJson.Default.StreamArgs)!;

    private static string Token(Command command) => Args(command).Url[(Args(command).Url.IndexOf("token=", StringComparison.Ordinal) + 6)..];

    /// <summary>A web node that listens.</summary>
    private sealed class Node : IStreamNode
    {
        private readonly Channel<StreamStatus> _told = System.Threading.Channels.Channel.CreateUnbounded<StreamStatus>();

        public Node(ClusterFixture cluster, string name) => (Name, Reference) = (name, cluster.Client.CreateObjectReference<IStreamNode>(this));

        public string Name { get; }

        public IStreamNode Reference { get; }

        public Task OnStreamChanged(StreamId stream, StreamStatus status)
        {
            _told.Writer.TryWrite(status);
            return Task.CompletedTask;
        }

        /// <summary>The next that it is told with that state.</summary>
        public async Task<StreamStatus> Next(StreamState state)
        {
            while (true)
            {
                var status = await _told.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
                if (status.State == state)
                    return status;
            }
        }
    }
}
