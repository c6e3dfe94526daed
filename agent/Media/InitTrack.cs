namespace Mihari.Agent.Media;

/// <summary>A track as the start of a file describes it.</summary>
/// <param name="Id">What its fragments name it by.</param>
/// <param name="Timescale">Time units a second.</param>
/// <param name="DefaultDuration">Duration of a sample where neither fragment nor sample says it, in time units.</param>
/// <param name="DefaultSize">Size of a sample where neither fragment nor sample says it, in bytes.</param>
internal sealed record InitTrack(uint Id, uint Timescale, uint DefaultDuration, uint DefaultSize)
{
    public TimeSpan Time(ulong units) => new((long)((UInt128)units * TimeSpan.TicksPerSecond / Timescale));

    /// <summary>The nearest time unit.</summary>
    public ulong Units(TimeSpan time) => (ulong)((((Int128)time.Ticks * Timescale) + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond);
}
