using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Troubles;
using Orleans.Concurrency;

namespace Mihari.Notifications;

/// <summary>What was told of a room, to whom, and what became of it; key: the room's id.</summary>
[Alias("Mihari.INotificationHistory")]
public interface INotificationHistory : IGrainWithStringKey
{
    /// <summary>The newest first, with what is told of the whole building; <paramref name="limit"/> 1 to 200.</summary>
    /// <exception cref="Refusals.InvalidInputException">The limit, or a continuation that is none of this list's.</exception>
    /// <exception cref="Refusals.UnknownIdException">There is no such room, or it is not the caller's.</exception>
    /// <exception cref="Refusals.NotPermittedException">The caller is no administrator.</exception>
    [Alias("Read"), AlwaysInterleave]
    Task<ToldPage> Read(Caller by, int limit, string? continuation);
}

/// <summary>A page of what was told; <paramref name="Continuation"/> is null on the last.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.ToldPage")]
public sealed record ToldPage(
    [property: Id(0)] ImmutableArray<ToldNotice> Notices,
    [property: Id(1)] string? Continuation);

/// <summary>Of what somebody was told.</summary>
public enum ToldKind
{
    /// <summary>A trouble was raised.</summary>
    TroubleRaised = 1,

    /// <summary>A trouble was over.</summary>
    TroubleEnded = 2,

    /// <summary>A motion was seen, or a contact was opened.</summary>
    Detected = 3,

    /// <summary>An event recording was stored.</summary>
    Captured = 4,

    /// <summary>More was detected within an hour than is told one by one.</summary>
    Digest = 5,

    /// <summary>An address was asked whether it wants mails.</summary>
    Question = 6,
}

/// <summary>The way by which somebody is told.</summary>
public enum Channel
{
    Mail = 1,
    Push = 2,
    Webhook = 3,
}

/// <summary>What has become of a message.</summary>
public enum LetterState
{
    /// <summary>It waits for its (next) attempt.</summary>
    Waiting = 1,

    /// <summary>It was taken.</summary>
    Sent = 2,

    /// <summary>The other side refused it for good.</summary>
    Refused = 3,

    /// <summary>It could not be handed on for a day, and is not tried any more.</summary>
    Parked = 4,

    /// <summary>Its receiver did not want it any more when its turn came.</summary>
    Dropped = 5,

    /// <summary>The end of a trouble that was there again, newer, before the message of the end was sent.</summary>
    Superseded = 6,

    /// <summary>A detection beyond those that are told one by one: its receiver is told of it by the count of its hour.</summary>
    Counted = 7,
}

/// <summary>Something that somebody was told.</summary>
/// <param name="Id">Of the notice.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What.</param>
/// <param name="Device">What the device was called; empty where it is about none.</param>
/// <param name="Trouble">Of a trouble: which.</param>
/// <param name="Cause">Of a detection or a recording: what caused it.</param>
/// <param name="Camera">Of a recording: whose.</param>
/// <param name="Clip">Of a recording: which.</param>
/// <param name="Count">Of a digest: how many.</param>
/// <param name="Letters">To whom, and what became of each.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ToldNotice")]
public sealed record ToldNotice(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] ToldKind Kind,
    [property: Id(3)] string Device,
    [property: Id(4)] TroubleKind? Trouble,
    [property: Id(5)] ClipCause? Cause,
    [property: Id(6)] DeviceId? Camera,
    [property: Id(7)] ClipId? Clip,
    [property: Id(8)] int Count,
    [property: Id(9)] ImmutableArray<ToldLetter> Letters);

/// <summary>A message to one receiver.</summary>
/// <param name="Channel">By which way.</param>
/// <param name="To">An address; for the other ways what the receiver is called.</param>
/// <param name="State">What has become of it.</param>
/// <param name="At">When that was.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Words">The other side's words, of what it did not take.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ToldLetter")]
public sealed record ToldLetter(
    [property: Id(0)] Channel Channel,
    [property: Id(1)] string To,
    [property: Id(2)] LetterState State,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] int Attempts,
    [property: Id(5)] string? Words);
