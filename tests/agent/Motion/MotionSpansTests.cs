using Mihari.Agent.Motion;

namespace Mihari.Tests.Agent.Motion;

public sealed class MotionSpansTests
{
    private static readonly DateTimeOffset Minute = new(2026, 11, 22, 3, 4, 0, TimeSpan.Zero);

    [Fact]
    public void Within_SpansAcrossTheEdges_AreCutToTheMinute()
    {
        var spans = new MotionSpans();
        spans.Start(Minute.AddSeconds(-10));
        spans.End(Minute.AddSeconds(5));
        spans.Start(Minute.AddSeconds(20));
        spans.End(Minute.AddSeconds(21.5));
        spans.Start(Minute.AddSeconds(50));

        Assert.Equal([[0, 5000], [20000, 21500], [50000, 60000]], spans.Within(Minute, TimeSpan.FromMinutes(1)));
        Assert.Equal([[0, 60000]], spans.Within(Minute.AddMinutes(1), TimeSpan.FromMinutes(1)));
        Assert.Empty(spans.Within(Minute.AddMinutes(-2), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Within_ClockSetBack_SpansAreInOrderAndApart()
    {
        var spans = new MotionSpans();
        spans.Start(Minute.AddSeconds(30));
        spans.End(Minute.AddSeconds(40));
        spans.Start(Minute.AddSeconds(25));
        spans.End(Minute.AddSeconds(35));
        spans.Start(Minute.AddSeconds(5));
        spans.End(Minute.AddSeconds(10));

        Assert.Equal([[5000, 10000], [25000, 40000]], spans.Within(Minute, TimeSpan.FromMinutes(1)));
    }
}
