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
/// <param name="run">Of another node: the run that it has come for.</param>
internal sealed class StreamViewer(Caller? caller, int? credit, string? run = null)
{
    private readonly Wakeup _wakeup = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _credit = credit ?? 0;
    private int _end;

    public Caller? Caller { get; } = caller;

    public string? Run { get; } = run;

    /// <summary>Nothing more will come than what is still to be had.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Completes when it is to be ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Its place in the buffer.</summary>
    public long Place;

    /// <summary>Whether it may be given another fragment.</summary>
    public bool HasCredit => credit is null || Volatile.Read(ref _credit) > 0;

    /// <summary>Why it is to be ended, if it is.</summary>
    public ViewerEnd? Ending => Volatile.Read(ref _end) is not 0 and var end ? (ViewerEnd)end : null;

    public void Grant(int fragments)
    {
        Interlocked.Add(ref _credit, fragments);
        Wake();
    }

    public void Spend() => Interlocked.Decrement(ref _credit);

    /// <summary>Something has changed: a fragment, the stream's status, or a second has gone by.</summary>
    public void Wake() => _wakeup.Set();

    /// <summary>The first reason counts.</summary>
    public void End(ViewerEnd why)
    {
        Interlocked.CompareExchange(ref _end, (int)why, 0);
        _ended.TrySetResult();
        Wake();
    }

    /// <summary>Its run is over: it is ended when it has what is left.</summary>
    public void Finish()
    {
        IsLast = true;
        Wake();
    }

    public ValueTask<bool> Woken(CancellationToken cancel) => _wakeup.Wait(cancel);
}
