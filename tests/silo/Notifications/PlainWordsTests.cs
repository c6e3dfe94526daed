using Mihari.Silo.Notifications;

namespace Mihari.Tests.Silo.Notifications;

public sealed class PlainWordsTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(" \r\n\t\0", null)]
    [InlineData(" 550 no\r\n550-such\tone ", "550 no 550-such one")]
    [InlineData("a\u0007\u001b[31mb", "a [31mb")]
    [InlineData("a\u202eb\u2028c", "a b c")]
    [InlineData("宛先不明", "宛先不明")]
    public void Short_AnyText_IsOneVisibleLine(string? text, string? expected) => Assert.Equal(expected, PlainWords.Short(text));

    [Fact]
    public void Short_HalfACharacter_IsReplaced() => Assert.Equal("a\ufffdb", PlainWords.Short(string.Concat("a", "\ud800", "b")));

    [Fact]
    public void Short_LongText_IsCutBetweenCharacters()
    {
        Assert.Equal(new string('x', 300), PlainWords.Short(new string('x', 301)));
        Assert.Equal(new string('x', 299), PlainWords.Short(new string('x', 299) + "😀"));
    }
}
