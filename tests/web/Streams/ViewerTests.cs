using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.Time.Testing;
using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Streams;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Live;
using Xunit;

namespace Mihari.Tests.Web.Streams;

/// <summary>Who may watch, and how it is ended.</summary>
public sealed class ViewerTests
{
    public static TheoryData<Exception, int> Refusals => new()
    {
        { new UnknownIdException("camera", "02AA00000001"), 4404 },
        { new NotPermittedException("ViewLive"), 4403 },
        { new TimeoutException("the grain is away"), 1013 },
        { new IOException("the disk is full"), 1013 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Watch_Refused_EndsWithoutAByteOfVideo(Exception refusal, int code)
    {
        await using var host = await StreamHost.Start();
        using var other = await host.Watch();
        using var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        await camera.Send(1);
        Assert.Equal(1, await other.NextFragment());
        host.Live.Refusal = _ => refusal;

        using var viewer = await TestViewer.Open(host.Web.Address, $"media/live/{StreamHost.Camera}", host.Cookies);

        Assert.Null(await viewer.Next());
        Assert.Equal(code, viewer.Code);
    }

    [Fact]
    public async Task Watch_WithoutASession_IsRefused()
    {
        await using var host = await StreamHost.Start();

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => TestViewer.Open(host.Web.Address, $"media/live/{StreamHost.Camera}", new CookieContainer()));

        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
        Assert.Null(host.Live.Request);
    }

    [Fact]
    public async Task Watch_ByAPageOfAnotherSite_IsRefused()
    {
        await using var host = await StreamHost.Start();
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = host.Cookies;
        socket.Options.SetRequestHeader("Origin", "https://elsewhere.test");

        var refused = await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new Uri($"ws://{host.Web.Address.Authority}/media/live/{StreamHost.Camera}"), CancellationToken.None));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SessionEnds_EndsWhatItWatches()
    {
        await using var host = await StreamHost.Start();
        using var viewer = await host.Watch();
        using var client = host.Web.Client(host.Cookies);

        (await client.DeleteAsync("/api/v1/session")).EnsureSuccessStatusCode().Dispose();

        Assert.Equal(4401, await viewer.Closed());
    }

    [Fact]
    public async Task MoreViewersThanMay_AreToldSo_AndTheirPlacesAreGivenBack()
    {
        await using var host = await StreamHost.Start(null, "--Streams:MaxViewers=1");
        using var first = await host.Watch();
        using (var second = await TestViewer.Open(host.Web.Address, $"media/live/{StreamHost.Camera}", host.Cookies))
            Assert.Equal(4429, await second.Closed());

        first.Abort();
        await host.Live.Next("Leave");
        using var third = await host.Watch();
    }

    [Fact]
    public async Task Viewers_WhoLeave_AreForgottenAfterTheLinger()
    {
        await using var host = await StreamHost.Start(null, "--Streams:Linger=00:00:00");
        using var camera = await Watched(host);

        await host.Live.Next("Leave");
        await camera.Closed();

        async Task<TestCamera> Watched(StreamHost h)
        {
            using var viewer = await h.Watch();
            return await TestCamera.Start(h.Web.Address, StreamHost.LiveId);
        }
    }

    [Fact]
    public async Task Viewer_WhoComesDuringTheFarewell_IsSaidAtTheGrainAfterIt()
    {
        await using var host = await StreamHost.Start(null, "--Streams:Linger=00:00:00");
        var (arrived, may) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Live.Before["Leave"] = () =>
        {
            arrived.TrySetResult();
            return may.Task;
        };
        using (await host.Watch())
            Assert.Equal("Watch", await host.Live.Next("Watch"));
        await arrived.Task.WaitAsync(Wait.Long);

        var next = host.Watch();
        may.SetResult();
        using var viewer = await next;

        Assert.Equal("Leave", await host.Live.Calls.ReadAsync());
        Assert.Equal("Watch", await host.Live.Calls.ReadAsync());
    }

    [Fact]
    public async Task Viewers_AreSaidAtTheGrainAgain_AndWhoMayNotAnyMoreIsEnded()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await StreamHost.Start(time);
        using var viewer = await host.Watch();
        Assert.Equal("Watch", await host.Live.Next("Watch"));

        await viewer.NextSign();

        await Pass(seconds: 10);
        Assert.Equal("Watch", await host.Live.Next("Watch"));
        host.Live.Refusal = _ => new UnknownIdException("camera", StreamHost.Camera.Value);
        await Pass(seconds: 9);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(4404, await viewer.Closed());

        async Task Pass(int seconds)
        {
            for (var second = 0; second < seconds; second++)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await viewer.NextSign();
            }
        }
    }

    [Fact]
    public async Task NodeStops_ViewersAreToldAtOnce()
    {
        await using var host = await StreamHost.Start();
        using var viewer = await host.Watch();
        using var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        await camera.Send(1);
        Assert.Equal(1, await viewer.NextFragment());

        var stopped = host.Web.DisposeAsync().AsTask();

        Assert.Equal(1001, await viewer.Closed());
        await camera.Closed();
        await stopped.WaitAsync(Wait.Long);
    }
}
