using Mihari.Grains.Streams;

namespace Mihari.Tests.Grains.Streams;

public sealed class FollowerTokensTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private readonly FollowerTokens _tokens = new();

    [Fact]
    public void Take_IsGoodOnce()
    {
        var token = _tokens.For("a", Now);

        Assert.True(_tokens.Take(token, Now));
        Assert.False(_tokens.Take(token, Now));
    }

    [Fact]
    public void Take_OfATokenThatWasNotGiven_IsNotGood()
    {
        _tokens.For("a", Now);

        Assert.False(_tokens.Take("", Now));
        Assert.False(_tokens.Take(new string('0', 64), Now));
    }

    [Fact]
    public void Take_AfterItsLife_IsNotGood()
    {
        var (first, second) = (_tokens.For("a", Now), _tokens.For("b", Now));

        Assert.True(_tokens.Take(first, Now + FollowerTokens.Life - TimeSpan.FromMilliseconds(1)));
        Assert.False(_tokens.Take(second, Now + FollowerTokens.Life));
    }

    [Fact]
    public void For_AThousandViewersOfANode_IsOneToken_ThatStaysGood()
    {
        var first = _tokens.For("a", Now);
        for (var i = 0; i < 1000; i++)
            Assert.Equal(first, _tokens.For("a", Now.AddMilliseconds(i)));

        Assert.True(_tokens.Take(first, Now.AddSeconds(1)));
        Assert.NotEqual(first, _tokens.For("a", Now.AddSeconds(1)));
    }

    [Fact]
    public void For_ANodeWhoseTokenIsOld_IsAnother()
    {
        var first = _tokens.For("a", Now);

        var second = _tokens.For("a", Now + (FollowerTokens.Life / 2));

        Assert.NotEqual(first, second);
        Assert.True(_tokens.Take(second, Now + FollowerTokens.Life));
    }

    [Fact]
    public void For_EachNode_IsItsOwn()
    {
        var (first, second) = (_tokens.For("a", Now), _tokens.For("b", Now));

        Assert.NotEqual(first, second);
        Assert.Matches("^[0-9a-f]{64}$", first);
        Assert.True(_tokens.Take(second, Now));
        Assert.True(_tokens.Take(first, Now));
    }
}
