using Mihari.Tests.Fleet;

namespace Mihari.Benchmarks.Load;

/// <summary>Does things at their due times, whatever comes of the ones before; so a server that stalls is not spared.</summary>
internal static class Pace
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(50);

    /// <param name="count">How often.</param>
    /// <param name="every">How far apart.</param>
    /// <param name="act">Gets its number from 0, and when it was due.</param>
    public static Task Run(int count, TimeSpan every, Action<int, TimeSpan> act) => Run(count, number => every * number, act);

    /// <param name="count">How often.</param>
    /// <param name="when">How long after the beginning each is due; none before the one before it.</param>
    /// <param name="act">Gets its number from 0, and when it was due.</param>
    public static async Task Run(int count, Func<int, TimeSpan> when, Action<int, TimeSpan> act)
    {
        var first = Clock.Now + Lead;
        using var timer = new PeriodicTimer(Grain);
        for (var number = 0; number < count;)
        {
            await timer.WaitForNextTickAsync();
            for (; number < count && first + when(number) is var due && due <= Clock.Now; number++)
                act(number, due);
        }
    }
}
