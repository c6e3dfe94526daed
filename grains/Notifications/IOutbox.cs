using System.Collections.Immutable;
using Mihari.Notifications;
using Orleans.Concurrency;

namespace Mihari.Grains.Notifications;

/// <summary>Messages on their way out; key: <see cref="OutboxKeys"/>.</summary>
[Alias("Mihari.IOutbox")]
internal interface IOutbox : IGrainWithStringKey
{
    /// <summary>Sends a notice to all of them. Durable when the task completes; the same notice again changes nothing.</summary>
    [Alias("Put")]
    Task Put(Notice notice, string language, ImmutableArray<Addressee> to);

    /// <summary>Asks an address. Durable when the task completes; the same question again changes nothing.</summary>
    [Alias("Ask")]
    Task Ask(AddressQuestion question);

    /// <summary>An attempt ended; null: the addressee did not want it any more. From the outbox itself.</summary>
    [Alias("Settle")]
    Task Settle(string id, Addressee to, Delivery? delivery);

    /// <summary>Takes what is due now, and ends an hour of detections that is over. From the outbox itself.</summary>
    [Alias("Begin")]
    Task<ImmutableArray<Due>> Begin(ImmutableArray<Due> due);

    /// <summary>What has not been sent yet, the newest first.</summary>
    [Alias("GetWaiting"), AlwaysInterleave]
    Task<ImmutableArray<ToldNotice>> GetWaiting();
}

/// <summary>A letter whose time has come.</summary>
/// <param name="Item">The id of what it tells.</param>
/// <param name="To">To whom.</param>
[GenerateSerializer, Immutable, Alias("Mihari.DueLetter")]
internal readonly record struct Due([property: Id(0)] string Item, [property: Id(1)] Addressee To);

/// <summary>What keeps an outbox going when nothing comes in; key as that of the outbox.</summary>
[Alias("Mihari.IOutboxUpkeep")]
public interface IOutboxUpkeep : IGrainWithStringKey
{
    /// <summary>Makes sure that what waits here is tried when its time has come.</summary>
    [Alias("Wake"), AlwaysInterleave]
    Task Wake();
}
