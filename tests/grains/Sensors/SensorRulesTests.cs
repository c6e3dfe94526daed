using Mihari.Grains.Sensors;
using Mihari.Sensors;

namespace Mihari.Tests.Grains.Sensors;

public sealed class SensorRulesTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void IsHandled_RememberedNewAndForgotten()
    {
        var sensor = new SensorState();
        for (var i = 0; i < SensorRules.Remembered + 4; i++)
            sensor = SensorRules.After(sensor, Fired($"e{i}", i));

        Assert.Equal(SensorRules.Remembered, sensor.Handled.Length);
        Assert.True(SensorRules.IsHandled(sensor, Fired("e20", 20)));
        Assert.False(SensorRules.IsHandled(sensor, Fired("new", 100)));
        Assert.Null(SensorRules.IsHandled(sensor, Fired("e0", 0)));
    }

    [Fact]
    public void After_ALateEvent_LeavesTheContactAsItIs()
    {
        var open = SensorRules.After(new SensorState(), Fired("a", 10, SensorEventKind.Open));

        var late = SensorRules.After(open, Fired("b", 5, SensorEventKind.Close));

        Assert.True(late.Open);
        Assert.Equal(T0.AddSeconds(10), late.LastEvent);
        Assert.False(SensorRules.After(late, Fired("c", 11, SensorEventKind.Close)).Open);
    }

    private static SensorEvent Fired(string id, int seconds, SensorEventKind kind = SensorEventKind.Motion) =>
        new(id, kind, T0.AddSeconds(seconds), TimeSpan.Zero, null);
}
