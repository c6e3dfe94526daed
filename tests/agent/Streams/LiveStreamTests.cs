using System.Net.WebSockets;
using Mihari.Agent.Media;
using Mihari.Agent.Streams;
using Mihari.Protocol;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Streams;

public sealed class LiveStreamTests
{
    [Fact]
    public async Task Start_PicturesCome_BeginsWithTheNewestAndGoesOn()
    {
        await using var bench = new StreamBench();
        for (var second = 0; second < 3; second++)
            await bench.Publish(second);

        await bench.Stream();

        using var peer = await bench.Server.Next();
        var expected = await StreamBench.Fragment(2);
        var header = await peer.Header();
        Assert.Equal((expected.Fragment.Init.Codecs, 160, 90, expected.At), (header.Codecs, header.Width, header.Height, header.From));
        Assert.Equal(expected.Fragment.Init.Bytes, peer.Init!.Bytes);
        var first = await peer.Fragment();
        Assert.Equal(expected.At, first.At);
        Assert.Equal(expected.Fragment.Bytes, first.Bytes);
        foreach (var second in (int[])[3, 4])
        {
            await bench.Publish(second);
            Assert.Equal(StreamBench.Seconds(second, 1), await peer.Marks(1));
        }
    }

    [Fact]
    public async Task Start_TextFrames_AreWhatTheProtocolSays()
    {
        await using var bench = new StreamBench();
        await bench.Publish(2);
        await bench.Stream();

        using var peer = await bench.Server.Next();
        Assert.Equal(
            $$"""{"codecs":"{{(await StreamBench.Fragment(2)).Fragment.Init.Codecs}}","width":160,"height":90,"from":"2026-11-22T03:04:02.000Z"}""",
            System.Text.Encoding.UTF8.GetString(await peer.Read(WebSocketMessageType.Text)));
        await peer.Read(WebSocketMessageType.Binary);
        Assert.Equal("""{"at":"2026-11-22T03:04:02.000Z"}""", System.Text.Encoding.UTF8.GetString(await peer.Read(WebSocketMessageType.Text)));
    }

    [Fact]
    public async Task Start_PicturesWereLost_OpensAndGoesOnWhenTheyAreBack()
    {
        await using var bench = new StreamBench();
        await bench.Publish(0);
        bench.Time.Advance(LiveFeed.Fresh);

        await bench.Stream();

        using var peer = await bench.Server.Next();
        await bench.Publish(30);
        Assert.Equal(StreamBench.Start.AddSeconds(30), (await peer.Header()).From);
        Assert.Equal(StreamBench.Seconds(30, 1), await peer.Marks(1));
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.Publish(4000);
        Assert.Equal(StreamBench.Seconds(4000, 1), await peer.Marks(1));
    }

    [Fact]
    public async Task Run_SocketIsSlow_LeavesOutAllButTheNewest()
    {
        await using var bench = new StreamBench();
        bench.Desk.OnFragment(Samples.Huge(await StreamBench.Fragment(0)));
        var stream = bench.Stream();
        using var peer = await bench.Server.Next();
        await peer.Header();
        Assert.Equal(StreamBench.Start, await peer.Mark());

        // What follows the mark is more than the connection holds: it waits for the server.
        for (var second = 1; second < 10; second++)
            await bench.Publish(second);
        await peer.Read(WebSocketMessageType.Binary);
        await stream;

        Assert.Equal(StreamBench.Seconds(9, 1), await peer.Marks(1));
        await bench.Publish(10);
        Assert.Equal(StreamBench.Seconds(10, 1), await peer.Marks(1));
    }

    [Fact]
    public async Task Run_ServerTakesNothingForTenSeconds_Ends()
    {
        await using var bench = new StreamBench();
        await bench.Publish(0);
        await bench.Stream();
        using var peer = await bench.Server.Next();
        await peer.Header();
        await peer.Fragment();
        bench.Desk.OnFragment(Samples.Huge(await StreamBench.Fragment(1)));
        await peer.Mark();

        bench.Time.Advance(TimeSpan.FromSeconds(10));

        await bench.Ended();
        await peer.Broken();
        Assert.Equal(0, bench.Desk.Open);
        Assert.Contains(bench.Log.All, line => line.Contains("a live stream ended after 1 fragments: the server takes nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_EncodingChanges_SendsHeaderAndInitAgain()
    {
        await using var bench = new StreamBench();
        await bench.Publish(0);
        await bench.Stream();
        using var peer = await bench.Server.Next();
        await peer.Header();
        await peer.Fragment();

        var small = await StreamBench.Fragment(1);
        var bytes = small.Fragment.Init.Bytes.ToArray();
        bytes[bytes.AsSpan().IndexOf("avcC"u8) + 5] = 0x64;
        var init = InitSegment.Parse(bytes);
        foreach (var second in (int[])[1, 2])
        {
            bench.Desk.OnFragment(new CapturedFragment(Fragment.Parse(small.Fragment.Bytes, init), StreamBench.Start.AddSeconds(second)));
            if (second == 1)
            {
                var header = await peer.Header();
                Assert.Equal((init.Codecs, StreamBench.Start.AddSeconds(1)), (header.Codecs, header.From));
                Assert.Equal(bytes, peer.Init!.Bytes);
            }

            Assert.Equal(StreamBench.Seconds(second, 1), await peer.Marks(1));
        }
    }

    [Theory]
    [InlineData("", "ws://127.0.0.1/")]
    [InlineData("129", "ws://127.0.0.1/")]
    [InlineData("s", "/media")]
    [InlineData("s", "http://127.0.0.1/")]
    public async Task Start_ArgumentsAreWrong_Refuses(string id, string url)
    {
        await using var bench = new StreamBench();

        await bench.Refused(bench.Stream(id == "129" ? new string('s', 129) : id, url: url), ErrorCodes.BadArguments);
    }

    [Fact]
    public async Task Start_ServerRefuses_RepliesItsStatus()
    {
        await using var bench = new StreamBench(server: new MediaServer(answer: 403));

        var refused = await bench.Refused(bench.Stream(), ErrorCodes.Internal);

        Assert.Equal("the server answered 403", refused.Message);
        await bench.Ended();
        Assert.Equal(0, bench.Desk.Open);
    }

    [Fact]
    public async Task Start_NobodyListens_RepliesSo()
    {
        await using var bench = new StreamBench();
        var port = Programs.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture);

        var refused = await bench.Refused(bench.Stream(url: $"ws://127.0.0.1:{port}/?token={MediaServer.Token}"), ErrorCodes.Internal);

        Assert.Equal("the connection failed: ConnectionError", refused.Message);
    }

    [Theory]
    [InlineData(60, 5)]
    [InlineData(3, 3)]
    public async Task Start_ServerSaysNothing_GivesUpAfterFiveSecondsOrWhenTheCommandExpires(int expiresIn, int limit)
    {
        await using var bench = new StreamBench(server: new MediaServer(answer: 0));
        var refused = bench.Refused(bench.Stream(expiresIn: expiresIn), ErrorCodes.Internal);
        await bench.Server.Accepted();
        bench.Time.Advance(TimeSpan.FromSeconds(limit) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, bench.Desk.Open);
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("the server did not answer in time", (await refused).Message);
    }
}
