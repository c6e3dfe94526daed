using System.Net;
using Mihari.Streams;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Streams;

/// <summary>Viewers on one node of a camera that sends to another.</summary>
public sealed class FollowTests
{
    [Fact]
    public async Task Live_OnTheOtherNode_HasTheSameBytes()
    {
        await using var host = await StreamHost.Start();
        var (other, cookies) = await Second(host);
        using var viewer = await host.Watch(other, cookies);
        using var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        await host.Live.Next("Admit");

        await camera.Send(1);
        await camera.Send(2);

        Assert.Equal(("carried", "none"), await viewer.NextStatus());
        Assert.Contains("avc1.64001f", Assert.IsType<string>(await viewer.Next()), StringComparison.Ordinal);
        Assert.Equal(TestCamera.Init, await viewer.Next());
        var seen = await viewer.NextFragment();
        if (seen == 1)
            Assert.Equal(2, await viewer.NextFragment());
    }

    [Fact]
    public async Task Playback_OnTheOtherNode_IsLosslessAndInOrder_AndHeldBackWithoutCredit()
    {
        const int large = 4 << 20, last = 24;
        await using var host = await StreamHost.Start();
        var (other, cookies) = await Second(host);
        var (viewer, stream) = await host.Play(other, cookies);
        using var _ = viewer;
        using var camera = await TestCamera.Start(host.Web.Address, stream);
        var sending = Task.Run(async () =>
        {
            for (var number = 1; number <= last; number++)
                await camera.Send(number, large);
            await camera.Close();
        });

        for (var number = 1; number <= 4; number++)
            Assert.Equal(number, await viewer.NextFragment());
        Assert.False(sending.IsCompleted);
        await viewer.Take(last);
        for (var number = 5; number <= last; number++)
            Assert.Equal(number, await viewer.NextFragment());
        await sending;

        Assert.Equal(("ended", "finished"), await viewer.NextStatus());
    }

    [Fact]
    public async Task CarrierStops_TheRunIsGivenUpAndTheNextOneIsShown()
    {
        await using var host = await StreamHost.Start();
        var (other, cookies) = await Second(host);
        using var viewer = await host.Watch(other, cookies);
        using var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        await camera.Send(1);
        Assert.Equal(1, await viewer.NextFragment());

        await host.Web.DisposeAsync();
        Assert.Equal("Drop run-1", await host.Live.Next("Drop"));
        using var again = await TestCamera.Start(other.Address, StreamHost.LiveId);
        await again.Send(2);

        Assert.Equal(2, await viewer.NextFragment());
    }

    [Fact]
    public async Task Carrier_FullOfViewers_LetsOtherNodesIn()
    {
        await using var host = await StreamHost.Start(null, "--Streams:MaxViewers=1");
        var (other, cookies) = await Second(host);
        using var here = await host.Watch();
        using var viewer = await host.Watch(other, cookies);
        using var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);

        await camera.Send(1);

        Assert.Equal(1, await viewer.NextFragment());
    }

    [Fact]
    public async Task Carrier_ThatLetsNobodyIn_IsTriedOnceAToken()
    {
        await using var host = await StreamHost.Start();
        var (other, cookies) = await Second(host);
        var (refused, may) = (0, new TaskCompletionSource());
        host.Live.AdmitsNobody = true;
        host.Live.Before["Drop"] = () =>
        {
            Interlocked.Increment(ref refused);
            return may.Task;
        };
        using var viewer = await host.Watch(other, cookies);
        using var camera = await TestCamera.Start(host.Web.Address, StreamHost.LiveId);
        Assert.Equal(("carried", "none"), await viewer.NextStatus());

        // The ticks of the other node, one a second, do not make it try again.
        using var third = await host.Watch(other, cookies);
        may.SetResult();
        Assert.Equal("Drop run-1", await host.Live.Next("Drop"));
        Assert.InRange(refused, 1, 2);
    }

    private static async Task<(WebFixture Web, CookieContainer Cookies)> Second(StreamHost host)
    {
        var (web, cookies) = (await host.AddNode(), new CookieContainer());
        await host.SignIn(web, cookies);
        return (web, cookies);
    }
}
