using Mihari.Agent.Media;

namespace Mihari.Tests.Agent.Media;

public sealed class CaptureClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 4, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Place_LateArrivals_KeepsTheRhythmOfThePictures()
    {
        var clock = new CaptureClock();
        int[] delays = [30, 20, 20, 900, 20, 400, 25];
        var placed = delays.Select((delay, i) => clock.Place(i * Second, Second, Start.AddSeconds(i + 1).AddMilliseconds(delay))).ToList();

        Assert.All(placed.Skip(1).Select((at, i) => at - Start.AddSeconds(i + 1)), error => Assert.InRange(error.TotalMilliseconds, 0, 31));
    }

    [Fact]
    public void Place_SystemClockSet_FollowsItFromTheSecondFragment()
    {
        var clock = new CaptureClock();
        for (var i = 0; i < 20; i++)
            clock.Place(i * Second, Second, Start.AddSeconds(i + 1));
        _ = clock.Place(20 * Second, Second, Start.AddHours(1).AddSeconds(21));

        Assert.Equal(Start.AddHours(1).AddSeconds(21), clock.Place(21 * Second, Second, Start.AddHours(1).AddSeconds(22)));
    }
}
