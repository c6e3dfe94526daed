using Microsoft.Extensions.Time.Testing;
using Mihari.Silo.Hosting;

namespace Mihari.Tests.Silo.Hosting;

public sealed class StopLimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _error = new();
    private readonly TaskCompletionSource _ended = new();

    [Fact]
    public async Task AStopThatHangs_IsCutShortAndTold()
    {
        using var limit = Limit();
        limit.Begin();
        _time.Advance(StopLimit.Default - TimeSpan.FromMilliseconds(1));
        Assert.False(_ended.Task.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains("longer than 50 s", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AStopThatIsDoneInTime_EndsByItself()
    {
        var limit = Limit();
        limit.Begin();
        limit.Dispose();
        _time.Advance(StopLimit.Default);
        Assert.False(_ended.Task.IsCompleted);
    }

    [Fact]
    public void AProgramThatRuns_MayRunForever()
    {
        using var limit = Limit();
        _time.Advance(TimeSpan.FromDays(30));
        Assert.False(_ended.Task.IsCompleted);
    }

    private StopLimit Limit() => new(StopLimit.Default, _time, _error, _ended.SetResult);
}
