using Mihari.Identifiers;
using Mihari.Streams;
using Xunit;

namespace Mihari.Tests.Web.Streams;

/// <summary>What a camera recorded, at the pace of the one who plays it.</summary>
public sealed class PlaybackTests
{
    private const int FirstCredit = 4;

    [Fact]
    public async Task Playback_GivesWhatIsAskedForAndNoMore_InOrderAndWithoutLoss()
    {
        await using var host = await StreamHost.Start();
        var (viewer, stream) = await host.Play();
        using var _ = viewer;
        using var camera = await TestCamera.Start(host.Web.Address, stream);
        var sending = Send(camera, 1, 40);

        for (var number = 1; number <= FirstCredit; number++)
            Assert.Equal(number, await viewer.NextFragment());
        var more = viewer.NextFragment();
        host.Streams.Of(stream).Say(StreamState.Waiting, StreamReason.CameraBusy); // What comes next is this, and no fragment.
        await Assert.ThrowsAsync<TimeoutException>(() => more.WaitAsync(TimeSpan.Zero));

        await viewer.Take(10);
        Assert.Equal(FirstCredit + 1, await more);
        for (var number = FirstCredit + 2; number <= FirstCredit + 10; number++)
            Assert.Equal(number, await viewer.NextFragment());
        await viewer.Take(26);
        for (var number = FirstCredit + 11; number <= 40; number++)
            Assert.Equal(number, await viewer.NextFragment());
        await sending;
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 3, 4, 0, TimeSpan.Zero), host.Streams.Of(stream).Request!.From);
    }

    [Fact]
    public async Task Playback_WithoutCredit_HoldsTheCameraBack()
    {
        await using var host = await StreamHost.Start();
        var (viewer, stream) = await host.Play();
        using var _ = viewer;
        using var camera = await TestCamera.Start(host.Web.Address, stream);

        // More than all buffers between the camera and the viewer hold.
        var sending = Send(camera, 1, 24, 4 << 20);
        for (var number = 1; number <= FirstCredit; number++)
            Assert.Equal(number, await viewer.NextFragment());
        Assert.False(sending.IsCompleted);

        await viewer.Take(20);
        for (var number = FirstCredit + 1; number <= 24; number++)
            Assert.Equal(number, await viewer.NextFragment());
        await sending;
    }

    [Fact]
    public async Task CameraEnds_TheLastFragmentComesBeforeTheEnd()
    {
        await using var host = await StreamHost.Start();
        var (viewer, stream) = await host.Play();
        using var _ = viewer;
        using var camera = await TestCamera.Start(host.Web.Address, stream);
        for (var number = 1; number <= FirstCredit + 2; number++)
            await camera.Send(number);
        await camera.Close();
        await host.Streams.Of(stream).Next("Drop");

        for (var number = 1; number <= FirstCredit; number++)
            Assert.Equal(number, await viewer.NextFragment());
        await viewer.Take(2);
        Assert.Equal(FirstCredit + 1, await viewer.NextFragment());
        Assert.Equal(FirstCredit + 2, await viewer.NextFragment());
        await viewer.Take(1);

        Assert.Equal(("ended", "finished"), await viewer.NextStatus());
        Assert.Equal(1000, await viewer.Closed());
    }

    [Theory]
    [InlineData(StreamReason.NotRecorded, "notRecorded")]
    [InlineData(StreamReason.CardUnavailable, "cardUnavailable")]
    public async Task NothingToPlay_IsSaidWithItsReason(StreamReason reason, string expected)
    {
        await using var host = await StreamHost.Start();
        var (viewer, stream) = await host.Play();
        using var _ = viewer;

        host.Streams.Of(stream).Say(StreamState.Ended, reason);

        Assert.Equal(("ended", expected), await viewer.NextStatus());
        Assert.Equal(1000, await viewer.Closed());
    }

    [Fact]
    public async Task CameraThatComesAgain_DoesNotPlayFromTheStartAgain()
    {
        await using var host = await StreamHost.Start();
        var (viewer, stream) = await host.Play();
        using var _ = viewer;
        using var camera = await TestCamera.Start(host.Web.Address, stream);
        await camera.Send(1);
        Assert.Equal(1, await viewer.NextFragment());

        // As after the loss of the silo on which the stream was known.
        var refused = await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => TestCamera.Open(host.Web.Address, stream));
        Assert.Contains("409", refused.Message, StringComparison.Ordinal);
        await camera.Send(2);

        Assert.Equal(2, await viewer.NextFragment());
    }

    [Fact]
    public async Task ViewerGone_EndsTheCamera()
    {
        await using var host = await StreamHost.Start();
        var (viewer, stream) = await host.Play();
        using var camera = await TestCamera.Start(host.Web.Address, stream);
        await camera.Send(1);
        Assert.Equal(1, await viewer.NextFragment());

        viewer.Dispose();

        await host.Streams.Of(stream).Next("Leave");
        await camera.Closed();
    }

    private static async Task Send(TestCamera camera, int first, int last, int size = 1000)
    {
        for (var number = first; number <= last; number++)
            await camera.Send(number, size);
    }
}
