using System.Diagnostics;

namespace Mihari.Tests.Fleet;

/// <summary>The time of a run: seconds since it began, by a clock that nobody sets.</summary>
public static class Clock
{
    private static readonly long Began = Stopwatch.GetTimestamp();

    public static TimeSpan Now => Stopwatch.GetElapsedTime(Began);

    public static DateTimeOffset Utc => TimeProvider.System.GetUtcNow();

    public static Task Delay(TimeSpan span, CancellationToken cancel = default) => Task.Delay(span, TimeProvider.System, cancel);

    /// <summary>Looks again and again until it is so; how long that took, or null where it did not come about.</summary>
    public static async Task<TimeSpan?> Until(Func<bool> isSo, TimeSpan patience)
    {
        var from = Now;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isSo())
        {
            if (Now - from > patience)
                return null;

            await timer.WaitForNextTickAsync();
        }

        return Now - from;
    }
}
