using Microsoft.Extensions.Time.Testing;
using Mihari.Silo.Gateway;

namespace Mihari.Tests.Silo.Gateway;

public sealed class WindowLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryAdd_WithinTheWindow_StopsAtTheLimitUntilTheOldestIsPast()
    {
        var limit = new WindowLimit<string>(3, TimeSpan.FromMinutes(1), 100, _time);
        for (var i = 0; i < 3; i++)
        {
            Assert.False(limit.IsReached("a"));
            Assert.True(limit.TryAdd("a"));
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.True(limit.IsReached("a"));
        Assert.False(limit.TryAdd("a"));
        Assert.False(limit.IsReached("b"));

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(limit.TryAdd("a"));
        Assert.False(limit.TryAdd("a"));
    }

    [Fact]
    public void TryAdd_MoreKeysThanItHolds_ForgetsTheFirst()
    {
        var limit = new WindowLimit<int>(1, TimeSpan.FromMinutes(1), 1_000, _time);

        for (var key = 0; key < 10_000; key++)
            Assert.True(limit.TryAdd(key));

        Assert.Equal(1_000, limit.Count);
        Assert.True(limit.IsReached(9_999));
        Assert.False(limit.IsReached(0));
    }

    [Fact]
    public void TryAdd_KeysThatAreOutOfDate_AreForgotten()
    {
        var limit = new WindowLimit<int>(1, TimeSpan.FromSeconds(1), 1_000, _time);
        for (var key = 0; key < 500; key++)
            limit.TryAdd(key);
        _time.Advance(TimeSpan.FromSeconds(1));

        for (var key = 1_000; key < 1_300; key++)
            limit.TryAdd(key);

        Assert.Equal(300, limit.Count);
    }
}
