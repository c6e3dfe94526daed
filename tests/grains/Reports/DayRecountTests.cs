using System.Collections.Immutable;
using Mihari.Grains.Reports;

namespace Mihari.Tests.Grains.Reports;

/// <summary>What becomes of a day that is counted once more.</summary>
public sealed class DayRecountTests
{
    private static readonly ImmutableArray<int> Full = [3_600, 3_600, 0, 0, 0, 0, 0, 0, 3_600, 0, 0];
    private static readonly ImmutableArray<int> Lost = [3_600, 0, 0, 0, 0, 0, 3_600, 0, 3_600, 0, 0];

    [Fact]
    public void Hour_OfWhichMoreWasRecordedBefore_IsKept()
    {
        Assert.Equal([Full, Full], DayRecount.NotLess(Of(Lost, Full), Of(Full, Lost)).Hours.AsEnumerable());
        Assert.Equal([Full, Lost], DayRecount.NotLess(Of(), Of(Full, Lost)).Hours.AsEnumerable());
        Assert.Equal([Lost], DayRecount.NotLess(Of(Lost), null).Hours.AsEnumerable());
    }

    [Fact]
    public void WhatIsOpenAtTheEnd_IsLost_ByWhatIsKnownOfTheHour()
    {
        var settled = DayRecount.Settled(Of([3_600, 600, 0, 0, 0, 0, 0, 3_000, 1_600, 1_500, 0])).Hours[0];

        Assert.Equal([3_600, 600, 1_500, 0, 0, 500, 1_000, 0, 1_600, 1_500, 0], settled.AsEnumerable());
    }

    private static DayBody Of(params ImmutableArray<int>[] hours) => new("玄関", "エントランス", null, null, [.. hours]);
}
