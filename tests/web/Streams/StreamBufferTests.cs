using System.Buffers;
using Mihari.Web.Streams;
using Xunit;

namespace Mihari.Tests.Web.Streams;

public sealed class StreamBufferTests
{
    private static readonly StreamFormat Format = new("avc1", 1, 1, new byte[1]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Take_WhatItHasMissedWasForgotten_IsNothingUntilTheNext(bool isLive)
    {
        var buffer = new StreamBuffer(isLive);
        var place = buffer.Start;
        await buffer.Put(Fragment(1), CancellationToken.None);
        buffer.Clear();

        Assert.Null(buffer.Take(ref place, out _));
        await buffer.Put(Fragment(2), CancellationToken.None);

        Assert.Equal(2, Number(buffer.Take(ref place, out _)));
    }

    [Fact]
    public async Task Take_Live_InOrderWhereNearAndTheNewestWhereFarBehind()
    {
        var buffer = new StreamBuffer(isLive: true);
        var (near, far) = (buffer.Start, buffer.Start);
        for (byte number = 1; number <= 10; number++)
        {
            await buffer.Put(Fragment(number), CancellationToken.None);
            if (number % 2 == 0)
            {
                Assert.Equal(number - 1, Number(buffer.Take(ref near, out _)));
                Assert.Equal(number, Number(buffer.Take(ref near, out var none)));
                Assert.Equal(0, none);
            }
        }

        Assert.Equal(10, Number(buffer.Take(ref far, out var skipped)));
        Assert.Equal(9, skipped);
        Assert.Null(buffer.Take(ref far, out _));
    }

    [Fact]
    public async Task Put_APlaybackWithoutRoom_WaitsForItsReader()
    {
        var buffer = new StreamBuffer(isLive: false);
        var place = buffer.Start;
        for (byte number = 1; number <= StreamBuffer.Depth; number++)
            await buffer.Put(Fragment(number), CancellationToken.None);
        var waiting = buffer.Put(Fragment(StreamBuffer.Depth + 1), CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);

        for (var number = 1; number <= StreamBuffer.Depth; number++)
            Assert.Equal(number, Number(buffer.Take(ref place, out _)));
        await waiting;

        Assert.Equal(StreamBuffer.Depth + 1, Number(buffer.Take(ref place, out _)));
        Assert.Equal(StreamBuffer.Depth + 1, await buffer.Taken(CancellationToken.None));
    }

    [Fact]
    public async Task Put_ThatIsGivenUp_IsReleased()
    {
        var buffer = new StreamBuffer(isLive: false);
        for (byte number = 1; number <= StreamBuffer.Depth; number++)
            await buffer.Put(Fragment(number), CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var waiting = buffer.Put(Fragment(9), cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static MediaFragment Fragment(byte number)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(16);
        bytes[0] = number;
        return new MediaFragment(bytes, 1, Format, DateTimeOffset.UnixEpoch, 0);
    }

    private static int Number(MediaFragment? fragment) => fragment!.Bytes.Span[0];
}
