using Microsoft.Extensions.Time.Testing;
using Mihari.Silo.Hosting;

namespace Mihari.Tests.Silo.Hosting;

public sealed class StopLimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _error = new();
    private int _ended;

    [Fact]
    public void AStopThatHangs_IsCutShortAndTold()
    {
        using var limit = Limit();
        limit.Begin();
        _time.Advance(StopLimit.Default - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _ended);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _ended);
        Assert.Contains("longer than 50 s", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AStopThatIsDoneInTime_EndsByItself()
    {
        var limit = Limit();
        limit.Begin();
        limit.Dispose();
        _time.Advance(StopLimit.Default);
        Assert.Equal(0, _ended);
    }

    [Fact]
    public void AProgramThatRuns_MayRunForever()
    {
        using var limit = Limit();
        _time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, _ended);
    }

    private StopLimit Limit() => new(StopLimit.Default, _time, _error, () => _ended++);
}
