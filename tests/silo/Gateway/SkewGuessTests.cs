using Mihari.Silo.Gateway;

namespace Mihari.Tests.Silo.Gateway;

public sealed class SkewGuessTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void For_OneTimeFarAhead_MovesNoneThatComesAfterIt()
    {
        var skew = default(SkewGuess);

        skew = skew with { Now = skew.For(Now + Day, Now) };
        Assert.Equal(-Day, skew.Now);
        skew = skew with { Now = skew.For(Now.AddSeconds(2), Now.AddSeconds(2)) };

        Assert.Equal(TimeSpan.Zero, skew.Now);
    }

    [Fact]
    public void For_ClockSetAfterHello_StaysWithTheClockThatWasSet()
    {
        var never = Now - DateTimeOffset.UnixEpoch;
        var skew = new SkewGuess(never, never);

        skew = skew with { Now = skew.For(Now, Now.AddMilliseconds(40)) };
        Assert.Equal(TimeSpan.FromMilliseconds(40), skew.Now);

        Assert.Equal(skew.Now, skew.For(Now.AddMinutes(1), Now.AddMinutes(1).AddMilliseconds(30)));
    }

    [Fact]
    public void For_EventFromBeforeTheClockWasSet_GoesByTheHello()
    {
        var never = Now - DateTimeOffset.UnixEpoch;

        Assert.Equal(never, new SkewGuess(never, TimeSpan.Zero).For(DateTimeOffset.UnixEpoch.AddSeconds(-20), Now));
    }

    [Fact]
    public void For_EventOfAnOutage_KeepsTheSkewOfTheHello()
    {
        var skew = new SkewGuess(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), skew.For(Now - Day, Now));
    }

    [Fact]
    public void For_TimesAtTheEndsOfTheirRange_DoesNotThrow()
    {
        var skew = new SkewGuess(TimeSpan.FromDays(20_000), TimeSpan.FromDays(-20_000));

        foreach (var at in (DateTimeOffset[])[DateTimeOffset.UnixEpoch, new(2199, 12, 31, 0, 0, 0, TimeSpan.Zero)])
            Assert.InRange(at + skew.For(at, Now), DateTimeOffset.UnixEpoch.AddYears(-60), Now.AddMinutes(1));
    }
}
