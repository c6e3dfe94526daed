using Mihari.Identifiers;
using StreamId = Mihari.Identifiers.StreamId;

namespace Mihari.Tests.Grains.Streams;

public sealed class StreamIdTests
{
    private static readonly DeviceId Camera = DeviceId.Parse("0011223344AA");

    [Theory]
    [InlineData("0011223344AA-live", true)]
    [InlineData("0011223344AA-0123456789abcdef", false)]
    public void TryParse_OfAStreamsKey_ReadsIt(string key, bool isLive)
    {
        Assert.True(StreamId.TryParse(key, out var id));
        Assert.Equal((key, Camera, isLive), (id.Value, id.Camera, id.IsLive));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0011223344AA")]
    [InlineData("0011223344AA-")]
    [InlineData("0011223344AA-LIVE")]
    [InlineData("0011223344aa-live")]
    [InlineData("00:11:22:33:44:AA-live")]
    [InlineData("0011223344A-live")]
    [InlineData("0011223344AA-0123456789ABCDEF")]
    [InlineData("0011223344AA-0123456789abcde")]
    [InlineData("0011223344AA-0123456789abcdef0")]
    [InlineData("0011223344AA-0123456789abcdeg")]
    [InlineData("0011223344AA-live-live")]
    [InlineData(" 0011223344AA-live")]
    [InlineData("0011223344AA-live\n")]
    public void TryParse_OfAnythingElse_IsFalse(string? key) => Assert.False(StreamId.TryParse(key, out _));

    [Fact]
    public void NewPlayback_IsOneOfItsOwn()
    {
        var (one, other) = (StreamId.NewPlayback(Camera), StreamId.NewPlayback(Camera));

        Assert.NotEqual(one, other);
        Assert.False(one.IsLive);
        Assert.True(StreamId.TryParse(one.Value, out var read));
        Assert.Equal(one, read);
    }

    [Fact]
    public void NewCommand_KeepsTheProtocolsRule_AndTellsItsStream()
    {
        foreach (var stream in new[] { StreamId.Live(Camera), StreamId.NewPlayback(Camera) })
        {
            var command = stream.NewCommand();

            Assert.Matches("^[A-Za-z0-9-]{1,64}$", command);
            Assert.NotEqual(command, stream.NewCommand());
            Assert.True(StreamId.TryOfCommand(command, out var of));
            Assert.Equal(stream, of);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("0011223344AA-live")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("01JD-0011223344AA-live")]
    public void TryOfCommand_OfAnotherCommand_IsFalse(string command) => Assert.False(StreamId.TryOfCommand(command, out _));
}
