using System.Net;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Streams;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Streams;

/// <summary>One camera's live video to all who watch, over real sockets.</summary>
public sealed class LiveTests
{
    [Fact]
    public async Task Feed_ReachesEveryViewerWithTheSameBytes_HeaderAndInitFirst()
    {
        await using var host = await StreamHost.Start();
        using var first = await host.Watch();
        using var second = await host.Watch();
        using var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);

        await camera.Send(1);
        foreach (var viewer in new[] { first, second })
        {
            Assert.Equal(("carried", "none"), await viewer.NextStatus());
            Assert.Equal("""{"codecs":"avc1.64001f","width":1280,"height":720}""", await viewer.Next());
            Assert.Equal(TestCamera.Init, await viewer.Next());
            Assert.StartsWith("""{"at":"2026-11-22T03:04:01.000Z","now":"20""", Assert.IsType<string>(await viewer.Next()), StringComparison.Ordinal);
            Assert.Equal(TestCamera.Fragment(1), await viewer.Next());
        }

        // The encoding is not said again.
        await camera.Send(2);
        Assert.StartsWith("""{"at":"2026-11-22T03:04:02.000Z""", Assert.IsType<string>(await first.Next()), StringComparison.Ordinal);
        Assert.Equal(TestCamera.Fragment(2), await first.Next());
    }

    [Fact]
    public async Task Feed_WithAnotherEncoding_IsToldWithIt()
    {
        await using var host = await StreamHost.Start();
        using var viewer = await host.Watch();
        using var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        await camera.Send(1);
        Assert.Equal(1, await viewer.NextFragment());

        await camera.Text(TestCamera.Header.Replace("1280", "640", StringComparison.Ordinal));
        await camera.Binary(TestCamera.Init);
        await camera.Send(2);

        Assert.Equal("""{"codecs":"avc1.64001f","width":640,"height":720}""", await viewer.Next());
        Assert.Equal(2, await viewer.NextFragment());
    }

    [Fact]
    public async Task Camera_WhoseClockIsWrong_IsShownByTheServersTime()
    {
        await using var host = await StreamHost.Start();
        host.Live.Skew = TimeSpan.FromHours(-2);
        using var viewer = await host.Watch();
        using var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        await camera.Send(1);

        object? frame;
        do
            frame = await viewer.Next();
        while (frame is not string text || !text.StartsWith("{\"at\"", StringComparison.Ordinal));
        Assert.StartsWith("""{"at":"2026-11-22T01:04:01.000Z""", (string)frame, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_WhoComesLater_BeginsWithTheNewest()
    {
        await using var host = await StreamHost.Start();
        using var first = await host.Watch();
        using var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        for (var number = 1; number <= 3; number++)
        {
            await camera.Send(number);
            Assert.Equal(number, await first.NextFragment());
        }

        using var second = await TestViewer.Open(host.Web.Address, $"media/live/{StreamHost.Camera}", host.Cookies);

        Assert.Contains("codecs", Assert.IsType<string>(await second.Next()), StringComparison.Ordinal);
        Assert.Equal(TestCamera.Init, await second.Next());
        Assert.Equal(3, await second.NextFragment());
    }

    /// <summary>Of a fragment a second, as cameras send them, a KiB each is a KiB a second.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1024)]
    public async Task Viewer_WhoReadsNextToNothing_GoesOnWithTheNewestAndDelaysNoneOfTwentyOthers(int bytesAFragment)
    {
        const int large = 2 << 20;
        await using var host = await StreamHost.Start();
        using var skipped = new InstrumentSum(host.Web, "mihari.relay.skipped");
        using var slow = await host.Watch();
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Watch()));
        using var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);

        for (var number = 1; number <= 20; number++)
        {
            await camera.Send(number, large);
            Assert.All(await Task.WhenAll(others.Select(other => other.NextFragment())), got => Assert.Equal(number, got));
            if (bytesAFragment > 0)
                await slow.Sip(bytesAFragment);
        }

        Array.ForEach(others, other => other.Dispose());
        var got = new List<int>();
        do
            got.Add(await slow.NextFragment());
        while (got[^1] < 20);

        Assert.Equal(got.Distinct().Order(), got);
        Assert.InRange(got.Count, 1, 15);
        Assert.Equal(20 - got.Count, skipped.Value);
    }

    [Fact]
    public async Task CameraComesAgain_ViewersGoOnWithItsNewRun()
    {
        await using var host = await StreamHost.Start();
        using var viewer = await host.Watch();
        using (var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId))
        {
            await camera.Send(1);
            Assert.Equal(1, await viewer.NextFragment());
        }

        Assert.Equal("Drop run-1", await host.Live.Next("Drop"));
        using var again = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        await again.Send(2);

        Assert.Equal(2, await viewer.NextFragment());
    }

    [Fact]
    public async Task SecondSocketOfACamera_ReplacesTheFirst()
    {
        await using var host = await StreamHost.Start();
        using var viewer = await host.Watch();
        using var first = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        await first.Send(1);
        Assert.Equal(1, await viewer.NextFragment());

        using var second = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        await first.Closed();
        await second.Send(2);

        Assert.Equal(2, await viewer.NextFragment());
    }

    public static TheoryData<string, Func<object, Task>> Broken => new()
    {
        { "no header", c => Camera(c).Binary(TestCamera.Init) },
        { "a fragment first", c => Camera(c).Binary(TestCamera.Fragment(1)) },
        { "no JSON", c => Camera(c).Text("hello") },
        { "a text that is too long", c => Camera(c).Text($$"""{"codecs":"{{new string('a', 8000)}}"}""") },
        { "an encoding with a quote", c => Camera(c).Text("""{"codecs":"a\"b","width":1,"height":1}""") },
        { "no size", c => Camera(c).Text("""{"codecs":"avc1","width":-1,"height":1}""") },
        { "a fragment where the init segment should be", c => After(c, c2 => c2.Text(TestCamera.Header), c2 => c2.Send(1)) },
        { "an init segment that is too large", c => After(c, c2 => c2.Text(TestCamera.Header), c2 => c2.Binary(Media.Samples.Box("ftyp", 70_000))) },
        { "a fragment without its time", c => After(c, c2 => c2.Text(TestCamera.Header), c2 => c2.Binary(TestCamera.Init), c2 => c2.Binary(TestCamera.Fragment(1))) },
        { "two fragments with one time", c => After(c, Started, c2 => c2.Send(1), c2 => c2.Binary(TestCamera.Fragment(2))) },
        { "no fragment", c => After(c, Started, c2 => c2.Text("""{"at":"2026-11-22T03:04:05.000Z"}"""), c2 => c2.Binary(new byte[500])) },
        { "a fragment that is too large", c => After(c, Started, c2 => c2.Text("""{"at":"2026-11-22T03:04:05.000Z"}"""), c2 => c2.Binary(TestCamera.Fragment(1, 40 << 20))) },
        { "a time that there is not", c => After(c, Started, c2 => c2.Text("""{"at":"9999-12-31T23:59:59.999Z"}""")) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task BrokenFeed_ClosesTheCamerasSocketAndHarmsNobody(string what, Func<object, Task> send)
    {
        await using var host = await StreamHost.Start();
        host.Live.Skew = TimeSpan.FromHours(1);
        using var viewer = await host.Watch();
        using (var camera = await TestCamera.Open(host.Web.Address, StreamHost.LiveId))
        {
            try
            {
                await send(camera);
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                // The server closed it before all of it was sent.
            }

            await camera.Closed();
        }

        Assert.Equal("Drop run-1", await host.Live.Next("Drop"));
        Assert.Contains(host.Web.Logs.Lines, l => l.Contains("sent what is no stream", StringComparison.Ordinal));
        using var good = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        await good.Send(7);
        int got;
        do
            got = await viewer.NextFragment();
        while (got == 1);
        Assert.True(got == 7, what);
    }

    [Theory]
    [InlineData("?token=wrong")]
    [InlineData("?token=")]
    [InlineData("")]
    public async Task Camera_WithAWrongToken_IsNotLetIn(string query)
    {
        await using var host = await StreamHost.Start();
        foreach (var path in new[] { "in", "relay" })
        {
            using var socket = new System.Net.WebSockets.ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() =>
                socket.ConnectAsync(new Uri($"ws://{host.Web.Address.Authority}/media/streams/{StreamHost.LiveId}/{path}{query}"), CancellationToken.None));
            Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
        }
    }

    private static TestCamera Camera(object camera) => (TestCamera)camera;

    private static async Task Started(TestCamera camera)
    {
        await camera.Text(TestCamera.Header);
        await camera.Binary(TestCamera.Init);
    }

    private static async Task After(object camera, params Func<TestCamera, Task>[] steps)
    {
        foreach (var step in steps)
            await step((TestCamera)camera);
    }
}
