using Microsoft.Extensions.Time.Testing;
using Mihari.Silo.Gateway;

namespace Mihari.Tests.Silo.Gateway;

public sealed class TokenBucketTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Take_AfterAPause_GivesTheBurstAndThenTheRate()
    {
        var bucket = new TokenBucket(20, 100, _time);

        var waits = Enumerable.Range(0, 104).Select(_ => bucket.Take().TotalMilliseconds).ToList();

        Assert.All(waits.Take(100), wait => Assert.Equal(0, wait));
        Assert.Equal([50, 100, 150, 200], waits.Skip(100));
    }

    [Fact]
    public void Take_AtTheRate_NeverWaits()
    {
        var bucket = new TokenBucket(20, 1, _time);

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, bucket.Take());
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.True(bucket.IsFull);
    }

    [Fact]
    public void TryTake_TurnIsTooFarAhead_TakesNothing()
    {
        var bucket = new TokenBucket(1, 1, _time);
        Assert.Equal(TimeSpan.Zero, bucket.TryTake(TimeSpan.Zero));

        Assert.Null(bucket.TryTake(TimeSpan.FromMilliseconds(999)));
        Assert.Equal(TimeSpan.FromSeconds(1), bucket.TryTake(TimeSpan.FromSeconds(1)));
    }
}
