using System.Collections.Immutable;

namespace Mihari.Grains.Reports;

/// <summary>What becomes of a day that is counted once more; without side effects.</summary>
internal static class DayRecount
{
    /// <summary>The day as it is counted now, but for hours of which more had been known to be recorded: a clock may have been set since.</summary>
    public static DayBody NotLess(DayBody counted, DayBody? known)
    {
        if (known is null || known.Hours.IsEmpty)
            return counted;

        if (counted.Hours.IsEmpty)
            return known.Hours.Any(hour => Recorded(hour) > 0) ? counted with { From = known.From, To = known.To, Hours = known.Hours } : counted;

        return counted with { Hours = [.. counted.Hours.Zip(known.Hours, (now, before) => Recorded(before) > Recorded(now) ? before : now)] };
    }

    /// <summary>The day of which nothing more is waited for.</summary>
    public static DayBody Settled(DayBody day) => day.IsOpen ? day with { Hours = [.. day.Hours.Select(Settled)] } : day;

    private static ImmutableArray<int> Settled(ImmutableArray<int> hour)
    {
        if (hour.IsEmpty || hour[(int)Counted.Open] == 0)
            return hour;

        var settled = hour.ToArray();
        var unseen = hour[(int)Counted.Due] - hour[(int)Counted.Connected] - hour[(int)Counted.Away];
        Move(Counted.Offline, hour[(int)Counted.Away] - hour[(int)Counted.Offline]);
        Move(Counted.ServerDown, unseen - hour[(int)Counted.ServerDown]);
        Move(Counted.NotRecorded, hour[(int)Counted.Open]);
        return [.. settled];

        void Move(Counted to, int most)
        {
            var seconds = Math.Clamp(most, 0, settled[(int)Counted.Open]);
            settled[(int)to] += seconds;
            settled[(int)Counted.Open] -= seconds;
        }
    }

    private static int Recorded(ImmutableArray<int> hour) => hour.IsEmpty ? 0 : hour[(int)Counted.Recorded];
}
