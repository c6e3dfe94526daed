namespace Mihari.Grains.Notifications;

/// <summary>
/// Lets a room remember that nobody wants to be told of what its sensors see, which spares it two calls for each motion. Whatever may change that, the
/// settings of any room, a receiver or an address, changes <see cref="AsOf"/> before whoever made the change hears of it. That reaches no further than
/// this process: where there are other silos nothing is remembered.
/// </summary>
/// <param name="isAlone">This process has all grains, and no other silo can join.</param>
internal sealed class NobodyToTell(bool isAlone)
{
    /// <summary>Never as of now.</summary>
    public const long Unknown = 0;

    private long _changes = 1;

    /// <summary>What is read from now on is as of this; <see cref="Unknown"/>: it can't be said.</summary>
    public long AsOf => isAlone ? Volatile.Read(ref _changes) : Unknown;

    /// <summary>Somebody may want to be told from now on.</summary>
    public void Changed() => Interlocked.Increment(ref _changes);
}
