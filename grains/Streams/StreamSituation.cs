using System.Collections.Immutable;
using Mihari.Streams;

namespace Mihari.Grains.Streams;

/// <summary>A stream as its grain knows it. It is in memory only: what is lost with a silo is asked for anew by those who watch.</summary>
internal sealed record StreamSituation
{
    /// <summary>The nodes on which somebody watches.</summary>
    public ImmutableDictionary<string, DateTimeOffset> Watching { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>What the camera was asked for last; null: nothing, or it has ended.</summary>
    public StreamRun? Run { get; init; }

    /// <summary>Why there is nothing, where there is nothing.</summary>
    public StreamReason Reason { get; init; }

    /// <summary>Runs that came to nothing, one after another.</summary>
    public int Failures { get; init; }

    /// <summary>The camera is not asked before.</summary>
    public DateTimeOffset AskFrom { get; init; }

    /// <summary>Nothing more will come.</summary>
    public bool IsOver { get; init; }

    public StreamState State => IsOver ? StreamState.Ended : Run is null ? StreamState.Waiting : Run.Carrier is null ? StreamState.Asked : StreamState.Carried;
}

/// <summary>One sending of the camera.</summary>
/// <param name="Id">The id of the command that asked for it.</param>
/// <param name="Token">What the address in it carries.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Carrier">The node that the camera has come to.</param>
internal sealed record StreamRun(string Id, string Token, DateTimeOffset AskedAt, StreamPlace? Carrier = null);

/// <summary>A node that carries a stream.</summary>
/// <param name="Node">Its id.</param>
/// <param name="Address">Where other nodes reach it.</param>
/// <param name="Since">When the camera came to it.</param>
internal sealed record StreamPlace(string Node, Uri Address, DateTimeOffset Since);

/// <summary>What a grain has to do next.</summary>
internal enum StreamStep
{
    Nothing,

    /// <summary>Ask the camera to send.</summary>
    Ask,

    /// <summary>Tell the camera to stop: nobody watches.</summary>
    Stop,
}
