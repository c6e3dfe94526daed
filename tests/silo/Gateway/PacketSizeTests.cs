using System.Buffers;
using Mihari.Silo.Gateway;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

public sealed class PacketSizeTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(127, false)]
    [InlineData(128, false)]
    [InlineData(PacketSize.MaxRemainingLength, false)]
    [InlineData(PacketSize.MaxRemainingLength + 1, true)]
    [InlineData(268_435_455, true)]
    public void IsTooLarge_FixedHeaderAlone_IsEnough(int length, bool expected)
    {
        byte[] header = [0x32, .. RawDevice.Length(length)];

        Assert.Equal(expected, PacketSize.IsTooLarge(new ReadOnlySequence<byte>(header)));
    }

    [Fact]
    public void IsTooLarge_HeaderIsNotComplete_WaitsForMore()
    {
        byte[] header = [0x32, .. RawDevice.Length(268_435_455)];

        for (var length = 0; length < header.Length; length++)
            Assert.False(PacketSize.IsTooLarge(new ReadOnlySequence<byte>(header, 0, length)));
    }

    [Fact]
    public void IsTooLarge_FiveDigits_IsNoLengthAtAll() =>
        Assert.True(PacketSize.IsTooLarge(new ReadOnlySequence<byte>([0x32, 0x80, 0x80, 0x80, 0x80, 0x01])));
}
