namespace Mihari.Reports;

/// <summary>
/// What became of the time in which cameras stood in a building, in whole seconds. The time that is due is what was recorded, what was not, each by its
/// cause, and what is open; it is also the time in which they were connected, were away, or could not be seen.
/// </summary>
/// <param name="Due">From when a camera was placed there and had been connected once, until it left; of a month that goes on, up to now.</param>
/// <param name="Recorded">What the camera has announced as recorded, also where it has overwritten it since.</param>
/// <param name="Offline">Not recorded; the camera was away. Nothing that an absent camera may still announce is in it.</param>
/// <param name="NoCard">Not recorded; there was no usable card.</param>
/// <param name="NoPictures">Not recorded; the camera had no pictures.</param>
/// <param name="ServerDown">Not recorded; the server was not there to see why.</param>
/// <param name="NotRecorded">Not recorded; nobody knows why.</param>
/// <param name="Open">Not known yet: an absent camera announces what it recorded when it is back.</param>
/// <param name="Connected">The camera was connected.</param>
/// <param name="Away">It was not.</param>
[GenerateSerializer, Immutable, Alias("Mihari.TimeAccount")]
public readonly record struct TimeAccount(
    [property: Id(0)] TimeSpan Due,
    [property: Id(1)] TimeSpan Recorded,
    [property: Id(2)] TimeSpan Offline,
    [property: Id(3)] TimeSpan NoCard,
    [property: Id(4)] TimeSpan NoPictures,
    [property: Id(5)] TimeSpan ServerDown,
    [property: Id(6)] TimeSpan NotRecorded,
    [property: Id(7)] TimeSpan Open,
    [property: Id(8)] TimeSpan Connected,
    [property: Id(9)] TimeSpan Away)
{
    /// <summary>What is known not to be recorded.</summary>
    public TimeSpan Lost => Offline + NoCard + NoPictures + ServerDown + NotRecorded;

    /// <summary>In which the server could not see whether a camera was connected: it was down itself, or had lost the connection.</summary>
    public TimeSpan Unseen => Due - Connected - Away;

    /// <summary>What was recorded of what is known.</summary>
    public Share Coverage => new(Recorded, Recorded + Lost);

    /// <summary>How long cameras were connected of how long the server could see it.</summary>
    public Share Availability => new(Connected, Connected + Away);

    /// <summary>The sum of two.</summary>
    public static TimeAccount operator +(TimeAccount one, TimeAccount other) => new(
        one.Due + other.Due, one.Recorded + other.Recorded, one.Offline + other.Offline, one.NoCard + other.NoCard, one.NoPictures + other.NoPictures,
        one.ServerDown + other.ServerDown, one.NotRecorded + other.NotRecorded, one.Open + other.Open, one.Connected + other.Connected, one.Away + other.Away);
}

/// <summary>A part of a whole, both in whole seconds.</summary>
public readonly record struct Share(TimeSpan Part, TimeSpan Whole)
{
    /// <summary>0 to 1,000, rounded down, so that 1,000 is all of it; null: there is no whole.</summary>
    public int? Permille => Whole < OneSecond ? null : (int)(Part.Ticks / TimeSpan.TicksPerSecond * 1000 / (Whole.Ticks / TimeSpan.TicksPerSecond));

    private static TimeSpan OneSecond => TimeSpan.FromSeconds(1);
}
