using Orleans.Concurrency;

namespace Mihari.Grains.Notifications;

/// <summary>Where what happened in a room is told to whom it concerns, by the room's settings; key: the room's id.</summary>
[Alias("Mihari.INoticeBoard")]
internal interface INoticeBoard : IGrainWithStringKey
{
    /// <summary>Whoever wants to be told of it will be: durable when the task completes. The same notice again changes nothing.</summary>
    /// <returns>Whether anybody wants to.</returns>
    [Alias("Tell"), AlwaysInterleave]
    Task<bool> Tell(Notice notice);

    /// <summary>Who wants to be told of such a thing by mail.</summary>
    [Alias("FindReaders"), AlwaysInterleave]
    Task<Readers> FindReaders(Mihari.Identifiers.CustomerId customer, NoticeKind kind);
}

/// <summary>Who is told.</summary>
/// <param name="Addresses">Confirmed addresses, by mail.</param>
/// <param name="Language">Of the mails: <c>ja</c> or <c>en</c>.</param>
/// <param name="IsPushed">Whether phones and customers' own systems are told: with every type but 通知なし.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Readers")]
internal sealed record Readers(
    [property: Id(0)] System.Collections.Immutable.ImmutableArray<string> Addresses,
    [property: Id(1)] string Language,
    [property: Id(2)] bool IsPushed);
