using Mihari.Protocol;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Streams;

public sealed class RecordedStreamTests
{
    [Fact]
    public async Task Run_OverAMinuteAndAGap_PlaysAllFromTheFragmentThatContainsTheMoment()
    {
        await using var bench = new StreamBench();
        await bench.Record(50, 20);
        await bench.Record(100, 8);

        await bench.Stream(from: 52.5);

        using var peer = await bench.Server.Next();
        Assert.Equal(StreamBench.Start.AddSeconds(52), (await peer.Header()).From);
        var first = await peer.Fragment();
        Assert.Equal((await Samples.Fragments())[2].Bytes, first.Bytes);
        Assert.Equal([.. StreamBench.Seconds(53, 17), .. StreamBench.Seconds(100, 8)], await peer.Marks(25));
    }

    [Fact]
    public async Task Run_SoundComesAndGoes_SaysTheEncodingAnewEachTime()
    {
        await using var bench = new StreamBench();
        await bench.Record(0, 3);
        await bench.Record(3, 3, sound: true);
        await bench.Record(6, 3);

        await bench.Stream(from: 0);

        using var peer = await bench.Server.Next();
        foreach (var (second, sound) in ((int, bool)[])[(0, false), (3, true), (6, false)])
        {
            var header = await peer.Header();
            Assert.Equal((sound, StreamBench.Start.AddSeconds(second)), (header.Codecs.EndsWith(",mp4a.40.2", StringComparison.Ordinal), header.From));
            Assert.Equal(sound, peer.Init!.Sound is not null);
            Assert.Equal(StreamBench.Seconds(second, 3), await peer.Marks(3));
        }
    }

    [Fact]
    public async Task Start_InAGap_BeginsWithTheFirstAfterIt()
    {
        await using var bench = new StreamBench();
        await bench.Record(0, 5);
        await bench.Record(20, 5);

        await bench.Stream(from: 9);

        using var peer = await bench.Server.Next();
        await peer.Header();
        Assert.Equal(StreamBench.Seconds(20, 5), await peer.Marks(5));
    }

    [Fact]
    public async Task Run_CaughtUp_GoesOnAsItIsRecorded()
    {
        await using var bench = new StreamBench();
        await bench.Record(56, 3);

        await bench.Stream(from: 57);

        using var peer = await bench.Server.Next();
        await peer.Header();
        Assert.Equal(StreamBench.Seconds(57, 2), await peer.Marks(2));
        for (var second = 59; second < 63; second++)
        {
            await bench.Record(second, 1);
            Assert.Equal(StreamBench.Seconds(second, 1), await peer.Marks(1));
        }

        bench.Ring.CloseMinute();
        await bench.Record(200, 1);
        Assert.Equal(StreamBench.Seconds(200, 1), await peer.Marks(1));
    }

    [Theory]
    [InlineData(-61, "overwritten")]
    [InlineData(70, "nothing is recorded from then on")]
    [InlineData(71, "that lies ahead")]
    public async Task Start_NothingThere_RepliesNotRecorded(int from, string why)
    {
        await using var bench = new StreamBench();
        await bench.Record(0, 70);

        Assert.Equal(why, (await bench.Refused(bench.Stream(from: from), ErrorCodes.NotRecorded)).Message);
        Assert.Equal(0, bench.Server.Waiting);
    }

    [Fact]
    public async Task Start_NothingRecordedAtAll_RepliesNotRecorded()
    {
        await using var bench = new StreamBench();

        await bench.Refused(bench.Stream(from: -3), ErrorCodes.NotRecorded);
    }

    [Fact]
    public async Task Start_UpToAMinuteBeforeTheOldest_BeginsWithTheOldest()
    {
        await using var bench = new StreamBench();
        await bench.Record(0, 3);

        await bench.Stream(from: -60);

        using var peer = await bench.Server.Next();
        await peer.Header();
        Assert.Equal(StreamBench.Seconds(0, 3), await peer.Marks(3));
    }

    [Fact]
    public async Task Start_CardTakenOut_RepliesSdUnavailable()
    {
        await using var bench = new StreamBench();
        await bench.Record(0, 5);
        Directory.Delete(bench.Card.Path, recursive: true);
        bench.Ring.Check();

        await bench.Refused(bench.Stream(from: 2), ErrorCodes.SdUnavailable);
    }

    /// <summary>Its old minutes may be there still, or not.</summary>
    [Fact]
    public async Task Start_CardIsBroken_RepliesSdUnavailable()
    {
        await using var bench = new StreamBench();
        await bench.Record(0, 65);
        File.Delete(Directory.EnumerateFiles(bench.Card.Path, "*.mp4", SearchOption.AllDirectories).Max(StringComparer.Ordinal)!);
        await bench.Record(65, 1);

        Assert.Equal("the card is Error", (await bench.Refused(bench.Stream(from: 2), ErrorCodes.SdUnavailable)).Message);
    }

    [Fact]
    public async Task Run_CardTakenOut_Ends()
    {
        await using var bench = new StreamBench();
        await bench.Record(0, 5);
        await bench.Stream(from: 4);
        using var peer = await bench.Server.Next();
        await peer.Header();
        await peer.Fragment();
        Directory.Delete(bench.Card.Path, recursive: true);

        await bench.Record(5, 1);

        await peer.Closed();
        await bench.Ended();
        Assert.Contains(bench.Log.All, line => line.Contains("a recorded stream ended after 1 fragments: the card cannot be read any more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ViewerPauses_WaitsForTenMinutes()
    {
        await using var bench = new StreamBench();
        await bench.Record(0, 1);
        bench.Ring.Append(Samples.Huge(await StreamBench.Fragment(1)));
        bench.Ring.Append(Samples.Huge(await StreamBench.Fragment(2)));
        await bench.Stream(from: 0);
        using var peer = await bench.Server.Next();
        await peer.Header();
        await peer.Fragment();

        Assert.Equal(StreamBench.Start.AddSeconds(1), await peer.Mark());
        bench.Time.Advance(TimeSpan.FromMinutes(9.9));
        await peer.Read(System.Net.WebSockets.WebSocketMessageType.Binary);
        Assert.Equal(StreamBench.Start.AddSeconds(2), await peer.Mark());
        bench.Time.Advance(TimeSpan.FromMinutes(10));

        await bench.Ended();
        await peer.Broken();
    }
}
