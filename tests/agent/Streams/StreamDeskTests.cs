using Mihari.Agent.Cameras;
using Mihari.Agent.Configuration;
using Mihari.Agent.Link;
using Mihari.Agent.Replies;
using Mihari.Agent.Streams;
using Mihari.Protocol;
using Mihari.Tests.Agent.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mihari.Tests.Agent.Streams;

/// <summary>How streams begin and end, whatever they show.</summary>
public sealed class StreamDeskTests
{
    [Fact]
    public async Task Start_MoreThanFit_RepliesBusyUntilOneEnds()
    {
        await using var bench = new StreamBench();
        var peers = new List<MediaPeer>();
        for (var i = 0; i < StreamDesk.MaxOpen; i++)
        {
            await bench.Stream($"s{i}");
            peers.Add(await bench.Server.Next());
        }

        await bench.Refused(bench.Stream("late"), ErrorCodes.Busy);
        await bench.Stream("s3");
        await peers[3].Closed();
        await bench.Refused(bench.Stream("late"), ErrorCodes.Busy);
        var stopped = bench.StopStream("s5");
        await peers[5].Closed();
        await stopped;

        await bench.Stream("late");
        Assert.Equal(StreamDesk.MaxOpen, bench.Desk.Open);
    }

    [Fact]
    public async Task Start_IdOfAnOpenStream_ReplacesIt()
    {
        await using var bench = new StreamBench();
        await bench.Publish(0);
        await bench.Stream();
        using var old = await bench.Server.Next();
        await old.Header();

        await bench.Stream();

        await old.Closed();
        using var peer = await bench.Server.Next();
        await peer.Header();
        await peer.Fragment();
        await bench.Publish(1);
        Assert.Equal(StreamBench.Seconds(1, 1), await peer.Marks(1));
        Assert.Equal(1, bench.Desk.Open);
    }

    [Fact]
    public async Task Start_IdOfAnOpenStreamButRefused_LeavesItOpen()
    {
        await using var bench = new StreamBench();
        await bench.Stream();
        using var peer = await bench.Server.Next();

        await bench.Refused(bench.Stream(from: -5), ErrorCodes.NotRecorded);

        await bench.Publish(1);
        await peer.Header();
        Assert.Equal(StreamBench.Seconds(1, 1), await peer.Marks(1));
    }

    [Fact]
    public async Task Stop_OpenStream_ClosesItInGoodOrder()
    {
        await using var bench = new StreamBench();
        await bench.Publish(0);
        await bench.Stream("a");
        using var a = await bench.Server.Next();
        await bench.Stream("b");
        using var b = await bench.Server.Next();

        var stopped = bench.StopStream("a");
        await a.Closed();
        await stopped;

        Assert.Equal(1, bench.Desk.Open);
        await b.Header();
        await b.Fragment();
        await bench.Publish(1);
        Assert.Equal(StreamBench.Seconds(1, 1), await b.Marks(1));
    }

    [Fact]
    public async Task Stop_NoSuchStream_IsDone()
    {
        await using var bench = new StreamBench();

        await bench.StopStream("never");
    }

    [Fact]
    public async Task Stop_ServerTakesNothing_BreaksOff()
    {
        await using var bench = new StreamBench();
        await bench.Publish(0);
        await bench.Stream();
        using var peer = await bench.Server.Next();
        await peer.Header();
        await peer.Fragment();
        bench.Desk.OnFragment(Samples.Huge(await StreamBench.Fragment(1)));
        await peer.Mark();

        var stopped = bench.StopStream();
        bench.Time.Advance(MediaStream.Grace);

        await stopped;
        await peer.Broken();
    }

    [Fact]
    public async Task Stop_WhileItOpens_RepliesThatItWasStopped()
    {
        await using var bench = new StreamBench(server: new MediaServer(answer: 0));
        var stream = bench.Refused(bench.Stream(), ErrorCodes.Internal);
        await bench.Server.Accepted();

        await bench.StopStream();

        Assert.Equal("the server stopped it", (await stream).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ServerClosesOrBreaksOff_Ends(bool inGoodOrder)
    {
        await using var bench = new StreamBench();
        await bench.Stream();
        using var peer = await bench.Server.Next();
        await peer.Say("a word that is ignored");
        await bench.Publish(0);
        await peer.Header();
        await peer.Fragment();

        if (inGoodOrder)
        {
            await peer.Close();
            await peer.Closed();
        }
        else
        {
            peer.Dispose();
        }

        await bench.Ended();
        Assert.Equal(0, bench.Desk.Open);
        Assert.Contains(bench.Log.All, line => line.Contains("a live stream ended after 1 fragments: the server closed it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_AgentStops_ClosesAll()
    {
        await using var bench = new StreamBench();
        await bench.Record(0, 5);
        await bench.Stream("live");
        using var live = await bench.Server.Next();
        await bench.Stream("recorded", from: 1);
        using var recorded = await bench.Server.Next();

        await bench.Cancel();

        await live.Closed();
        await recorded.Closed();
        await bench.Ended();
        Assert.Equal(0, bench.Desk.Open);
    }

    [Fact]
    public async Task Take_RepeatedId_AnswersTheFirstReplyAndOpensNothing()
    {
        await using var bench = new StreamBench();
        using var temp = new TempFolder();
        using var outbox = new Outbox("0011223344AA", temp["journal"], NullLogger.Instance);
        var desk = new CommandDesk(
            "0011223344AA", new ReplyTable(temp["replies"]), outbox,
            new Dictionary<string, CommandHandler>(StringComparer.Ordinal) { [CommandNames.Stream] = bench.Desk.Start }, bench.Time, NullLogger.Instance);
        var command = Wire.Write(bench.Command(CommandNames.Stream, new StreamArgs { Stream = "s", Url = bench.Server.Address }), WireJson.Default.Command);

        desk.Take(command, CancellationToken.None);
        var first = await Reply(outbox);
        using var peer = await bench.Server.Next();
        desk.Take(command, CancellationToken.None);
        var second = await Reply(outbox);

        Assert.True(first.Ok);
        Assert.Equal(first, second);
        Assert.Equal(0, bench.Server.Waiting);
        var stopped = bench.StopStream();
        await peer.Closed();
        await stopped;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_OverTls_TrustsTheAuthorityOfTheUploadsOnly(bool same)
    {
        using var authority = new Authority();
        using var other = new Authority();
        using var http = CameraHost.CreateHttp(new AgentOptions { AuthorityFile = (same ? authority : other).CertificateFile });
        await using var bench = new StreamBench(server: new MediaServer(tls: authority), http: http);
        await bench.Publish(0);

        if (!same)
        {
            Assert.Equal("the connection failed: SecureConnectionError", (await bench.Refused(bench.Stream(), ErrorCodes.Internal)).Message);
            return;
        }

        await bench.Stream();
        using var peer = await bench.Server.Next();
        await peer.Header();
        Assert.Equal(StreamBench.Seconds(0, 1), await peer.Marks(1));
    }

    /// <summary>The kernel would take some megabytes more than the server's end of the connection holds: many seconds on a slow line.</summary>
    [Fact]
    public async Task Run_ServerReadsNothing_LittleWaitsInTheKernel()
    {
        using var http = CameraHost.CreateHttp(new AgentOptions());
        await using var bench = new StreamBench(http: http);
        await bench.Stream();
        using var peer = await bench.Server.Next();

        using var camera = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var quarter = Samples.Huge(await StreamBench.Fragment(0), tail: 1 << 18);
        bench.Desk.OnFragment(quarter with { At = StreamBench.Start });
        await peer.Header();
        for (var second = 1; second < 40 && await camera.WaitForNextTickAsync(); second++)
            bench.Desk.OnFragment(quarter with { At = StreamBench.Start.AddSeconds(second) });

        var next = 0;
        while ((await peer.Fragment()).At == StreamBench.Start.AddSeconds(next))
            next++;
        Assert.InRange(next, 1, 6);
    }

    private static async Task<Reply> Reply(Outbox outbox)
    {
        using var limit = new CancellationTokenSource(Programs.Patience);
        var message = await outbox.Next(limit.Token);
        outbox.Acknowledge(message);
        Assert.True(Wire.TryRead(message.Payload, WireJson.Default.Reply, out var reply, out _));
        return reply!;
    }
}
