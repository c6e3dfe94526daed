using Mihari.Web.Fleet;
using Xunit;

namespace Mihari.Tests.Web.Fleet;

public sealed class FleetTextTests
{
    [Theory]
    [InlineData("ハイツ", "はいつ")]
    [InlineData("ﾊｲﾂ", "はいつ")]
    [InlineData("ﾊﾟﾙｸ", "ぱるく")]
    [InlineData("ヴィラ", "ゔぃら")]
    [InlineData("ＭＣ－１００", "mc-100")]
    [InlineData("①号棟", "1号棟")]
    [InlineData("サンライズ　用賀", "さんらいず 用賀")]
    [InlineData("メゾン−A", "めぞん-a")]
    [InlineData("センター", "せんたー")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Fold_WhatReadsTheSame_IsTheSame(string? text, string expected) => Assert.Equal(expected, FleetText.Fold(text));

    [Fact]
    public void Fold_HalfACharacter_IsFolded() => Assert.Equal("a\uFFFDb", FleetText.Fold("A\uD83DB"));

    [Fact]
    public void Fold_NoCharacterAtAll_IsFolded()
    {
        Assert.Equal("a\uFFFDb", FleetText.Fold("A\uFFFEB"));
        Assert.Equal(["\uFFFD"], FleetText.Words(" \uFFFE"));
    }

    [Fact]
    public void Words_AreFoldedAndParted() => Assert.Equal(["はいつ", "b1"], FleetText.Words("  ハイツ\u3000Ｂ１ "));

    [Theory]
    [InlineData("02:aa:00", "02aa00")]
    [InlineData("02:a", "02a")]
    [InlineData("02-aa-00-00-00-01", "02aa00000001")]
    [InlineData("02aa.0000.00", "02aa000000")]
    [InlineData("02-aa", null)]
    [InlineData("1.0", null)]
    [InlineData("02:zz", null)]
    [InlineData("02:aa:00:00:00:01:02", null)]
    [InlineData("02aa", null)]
    public void MacPart_IsOneOnlyWhereItIsWrittenAsOne(string word, string? expected) => Assert.Equal(expected, FleetText.MacPart(word));
}
