using Mihari.Accounts;
using Mihari.Identifiers;
using Orleans.Concurrency;

namespace Mihari.Streams;

/// <summary>
/// One live or playback stream; key: its <see cref="StreamId"/>. It has the camera send while somebody watches, and knows which web
/// node the camera sends to; no picture passes through it (design, rule 6).
/// </summary>
[Alias("Mihari.IStreamGrain")]
public interface IStreamGrain : IGrainWithStringKey
{
    /// <summary>How long a node counts as watching after its last <see cref="Watch"/>.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Somebody watches on a node; to be said again well within <see cref="Lease"/> for each viewer, which checks it anew. The camera
    /// is asked to send where it does not yet. What changes later comes to the node.
    /// </summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such camera, or it is not the caller's.</exception>
    /// <exception cref="Refusals.NotPermittedException">The role does not allow it.</exception>
    [Alias("Watch")]
    Task<StreamStatus> Watch(Caller by, StreamRequest request, IStreamNode node);

    /// <summary>Nobody watches on the node any more. When that was the last one, the camera is told to stop.</summary>
    [Alias("Leave")]
    Task Leave(string node);

    /// <summary>The camera has come to a node with the token of its address; null where the token is none, or not good any more.</summary>
    [Alias("Carry")]
    Task<CarryPermit?> Carry(string token, string node, Uri address);

    /// <summary>A run has ended, as the node that carried it says, or one that could not get it from there.</summary>
    [Alias("Drop")]
    Task Drop(string run);

    /// <summary>Another node has come to the one that carries the run, with the token that it was given; a token is good once.</summary>
    [Alias("Admit")]
    Task<bool> Admit(string run, string token);
}

/// <summary>A web node as streams see it.</summary>
[Alias("Mihari.IStreamNode")]
public interface IStreamNode : IGrainObserver
{
    /// <summary>What is known of a stream has changed.</summary>
    [Alias("OnStreamChanged"), OneWay]
    Task OnStreamChanged(StreamId stream, StreamStatus status);
}

/// <summary>The device's side of a stream; key: its <see cref="StreamId"/>.</summary>
[Alias("Mihari.IStreamLink")]
public interface IStreamLink : IGrainWithStringKey
{
    /// <summary>The device answered one of the stream's commands; one that is not open any more changes nothing.</summary>
    [Alias("Answer")]
    Task Answer(Cameras.CommandAnswer answer);
}
