using Mihari.Accounts;

namespace Mihari.Web.Streams;

/// <summary>Why a viewer's connection is ended by the server, as the code of its WebSocket's close.</summary>
internal enum ViewerEnd
{
    /// <summary>The playback is over.</summary>
    Finished = 1000,

    /// <summary>The node stops: another one is there.</summary>
    NodeStops = 1001,

    /// <summary>The grains are away for a moment.</summary>
    TryAgain = 1013,

    /// <summary>As many watch on this node as may.</summary>
    TooMany = 4429,

    /// <summary>The session or token is not good any more.</summary>
    SignedOut = 4401,

    /// <summary>The role does not allow it.</summary>
    NotPermitted = 4403,

    /// <summary>There is no such camera, or it is another customer's.</summary>
    Unknown = 4404,
}

/// <summary>One who reads a stream on this node: a browser, or another node. It has a place in the buffer and no queue of its own.</summary>
/// <param name="caller">On whose behalf; null for another node, which asks for its own viewers.</param>
/// <param name="credit">Fragments that it may be given before it asks for more; null: as they come.</param>
internal sealed class StreamViewer(Caller? caller, int? credit)
{
    private readonly Wakeup _wakeup = new();
    private int _credit = credit ?? 0;
    private ViewerEnd? _end;

    public Caller? Caller { get; } = caller;

    /// <summary>Its place in the buffer.</summary>
    public long Place;

    /// <summary>Whether it may be given another fragment.</summary>
    public bool HasCredit => credit is null || Volatile.Read(ref _credit) > 0;

    /// <summary>Why it is to be ended, if it is.</summary>
    public ViewerEnd? Ending => _end;

    public void Grant(int fragments)
    {
        Interlocked.Add(ref _credit, fragments);
        Wake();
    }

    public void Spend() => Interlocked.Decrement(ref _credit);

    /// <summary>Something has changed: a fragment, the stream's status, or a second has gone by.</summary>
    public void Wake() => _wakeup.Set();

    public void End(ViewerEnd why)
    {
        _end ??= why;
        Wake();
    }

    public ValueTask<bool> Woken(CancellationToken cancel) => _wakeup.Wait(cancel);
}
