namespace Mihari.Silo.Gateway;

/// <summary>
/// What has to be added to a device's times for the server's: as measured at its hello, and as its messages have shown since.
/// A device may set its clock after its hello, and one wrong time must not move those that come after it.
/// </summary>
/// <param name="AtHello">Measured at the last hello, of this connection or an earlier one.</param>
/// <param name="Now">What the last message went by.</param>
internal readonly record struct SkewGuess(TimeSpan AtHello, TimeSpan Now)
{
    /// <summary>How far ahead of the server's clock a corrected time may lie before it can't be right.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The skew that holds for something that has happened: of those that don't put it into the future the one that puts it
    /// nearest to its receipt, and where all do, the clock has been set and the receipt is the better measure.
    /// </summary>
    public TimeSpan For(DateTimeOffset at, DateTimeOffset received)
    {
        var (byHello, byNow) = (Age(at, AtHello, received), Age(at, Now, received));
        var isHelloGood = byHello >= -Ahead;
        if (byNow >= -Ahead && (!isHelloGood || byNow.Duration() <= byHello.Duration()))
            return Now;

        return isHelloGood ? AtHello : received - at;
    }

    /// <summary>How long ago it happened; not by adding to the time itself, which may be near the end of its range.</summary>
    private static TimeSpan Age(DateTimeOffset at, TimeSpan skew, DateTimeOffset received) => received - at - skew;
}
