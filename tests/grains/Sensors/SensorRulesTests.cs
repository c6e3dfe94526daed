using Mihari.Grains.Sensors;
using Mihari.Sensors;

namespace Mihari.Tests.Grains.Sensors;

public sealed class SensorRulesTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void IsOld_ByTheServersClock()
    {
        var now = T0.AddMinutes(30);
        SensorEvent Of(TimeSpan age, TimeSpan skew) => new("e", SensorEventKind.Motion, now - age - skew, skew, null);

        Assert.False(SensorRules.IsOld(Of(TimeSpan.FromMinutes(10), TimeSpan.Zero), now));
        Assert.True(SensorRules.IsOld(Of(TimeSpan.FromMinutes(10.1), TimeSpan.Zero), now));
        Assert.False(SensorRules.IsOld(Of(TimeSpan.FromMinutes(9), TimeSpan.FromHours(1)), now));
        Assert.True(SensorRules.IsOld(Of(TimeSpan.FromMinutes(11), TimeSpan.FromHours(-1)), now));
    }

    [Fact]
    public void IsForgotten_WhereItWouldBeLetGoAtOnce_ByTheServersClock()
    {
        var keep = TimeSpan.FromDays(31);

        Assert.False(SensorRules.IsForgotten(Fired("a", 0), T0 + keep, keep));
        Assert.True(SensorRules.IsForgotten(Fired("a", 0), T0 + keep + TimeSpan.FromSeconds(1), keep));
        Assert.False(SensorRules.IsForgotten(Fired("a", 0) with { At = T0.AddYears(-50), ClockSkew = T0 - T0.AddYears(-50) }, T0, keep));
    }

    [Fact]
    public void After_AMotionOrTheSameAgain_NothingIsWritten()
    {
        var open = SensorRules.After(new SensorState(), Fired("a", 10, SensorEventKind.Open));

        Assert.Same(open, SensorRules.After(open, Fired("a", 10, SensorEventKind.Open)));
        Assert.Same(open, SensorRules.After(open, Fired("m", 20)));
    }

    [Fact]
    public void After_ALateEvent_LeavesTheContactAsItIs()
    {
        var open = SensorRules.After(new SensorState(), Fired("a", 10, SensorEventKind.Open));

        var late = SensorRules.After(open, Fired("b", 5, SensorEventKind.Close));

        Assert.True(late.Open);
        Assert.Equal(T0.AddSeconds(10), late.ChangedAt);
        Assert.False(SensorRules.After(late, Fired("c", 11, SensorEventKind.Close)).Open);
    }

    [Fact]
    public void After_ADeviceThatStartsWithAnotherClock_GoesByTheServersTime()
    {
        var open = SensorRules.After(new SensorState(), Fired("a", 10, SensorEventKind.Open));
        var behind = Fired("b", 20, SensorEventKind.Close) with { At = T0.AddYears(-6), ClockSkew = T0.AddSeconds(20) - T0.AddYears(-6) };

        Assert.False(SensorRules.After(open, behind).Open);
        Assert.Same(open, SensorRules.After(open, behind with { ClockSkew = T0.AddSeconds(9) - T0.AddYears(-6) }));
    }

    private static SensorEvent Fired(string id, int seconds, SensorEventKind kind = SensorEventKind.Motion) =>
        new(id, kind, T0.AddSeconds(seconds), TimeSpan.Zero, null);
}
