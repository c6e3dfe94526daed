using CsCheck;
using Mihari.Grains.Capture;

namespace Mihari.Tests.Grains.Capture;

public sealed class CaptureWindowsTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly CaptureOptions Options = new();

    [Theory]
    [InlineData("", 0, "-5..25")]
    [InlineData("-5..25", 10, null)]
    [InlineData("-5..25", 20, null)]
    [InlineData("-5..25", 21, "25..55")]
    [InlineData("-5..25", 27, "25..52")]
    [InlineData("-5..25", 30, "25..55")]
    [InlineData("-5..25", 40, "35..65")]
    [InlineData("50..80", 40, "35..50")]
    [InlineData("-5..25 30..60", 26, "25..30")]
    public void Decide_CoversTheTriggerAndOverlapsNothing(string taken, int at, string? expected)
    {
        var windows = taken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();

        var decided = CaptureWindows.Decide(windows, T0.AddSeconds(at), Options);

        Assert.Equal(expected is null ? null : Parse(expected), decided);
    }

    [Fact]
    public void Decide_AnyTriggers_ClipsNeverOverlapAndEveryTriggerIsCovered()
    {
        Gen.Int[0, 600].List[1, 60].Sample(seconds =>
        {
            var taken = new List<CaptureWindow>();
            foreach (var at in seconds.Select(s => T0.AddSeconds(s)))
            {
                if (CaptureWindows.Decide(taken, at, Options) is { } window)
                {
                    Assert.InRange(window.To - window.From, TimeSpan.FromSeconds(1), Options.MaxClip);
                    Assert.DoesNotContain(taken, t => window.From < t.To && t.From < window.To);
                    taken.Add(window);
                }

                Assert.Contains(taken, t => t.From <= at.AddSeconds(5) && at <= t.To);
            }
        });
    }

    private static CaptureWindow Parse(string text)
    {
        var parts = text.Split("..");
        return new CaptureWindow(
            T0.AddSeconds(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)),
            T0.AddSeconds(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)));
    }
}
