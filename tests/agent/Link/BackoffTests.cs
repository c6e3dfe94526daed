using Mihari.Agent.Link;

namespace Mihari.Tests.Agent.Link;

public sealed class BackoffTests
{
    [Fact]
    public void Next_ManyTries_StaysWithinAGrowingLimit()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), new Random(7));
        for (var i = 0; i < 100; i++)
            Assert.InRange(backoff.Next().TotalSeconds, 0, Math.Min(30, 0.5 * Math.Pow(2, i)));
    }

    [Fact]
    public void Next_AfterARefusal_IsNotShorterThanTheLeast()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), new Random(7));

        Assert.True(backoff.Next(DeviceLink.AfterRefusal) >= DeviceLink.AfterRefusal);
    }
}
