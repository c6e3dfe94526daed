namespace Mihari.Agent.Link;

/// <summary>
/// Full jitter: any wait from 0 to a limit that doubles from <paramref name="first"/> to <paramref name="cap"/>,
/// so that ten thousand devices that lost one server do not come back in step.
/// </summary>
internal sealed class Backoff(TimeSpan first, TimeSpan cap, Random? random = null)
{
    private readonly Random _random = random ?? Random.Shared;
    private int _tries;

    /// <param name="least">The wait is not shorter than this.</param>
    public TimeSpan Next(TimeSpan least = default)
    {
        var limit = Math.Min(cap.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(_tries++, 30)));
        return least + TimeSpan.FromSeconds(limit * _random.NextDouble());
    }

    public void Reset() => _tries = 0;
}
