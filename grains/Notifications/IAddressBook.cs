using System.Collections.Immutable;
using Mihari.Notifications;
using Orleans.Concurrency;

namespace Mihari.Grains.Notifications;

/// <summary>The addresses that a customer has set anywhere, and what their owners say; key: the customer's id.</summary>
[Alias("Mihari.IAddressBook")]
internal interface IAddressBook : IGrainWithStringKey
{
    /// <summary>Takes addresses in and asks those that are new. Durable when the task completes; repeating it changes nothing.</summary>
    /// <exception cref="Refusals.ConflictException">Too many wait to be confirmed, or there are too many.</exception>
    [Alias("Add")]
    Task Add(ImmutableArray<string> addresses, string language);

    /// <summary>Asks an address once more.</summary>
    /// <exception cref="Refusals.UnknownIdException">It is not there, or needs no question.</exception>
    /// <exception cref="Refusals.ConflictException">It was asked a moment ago.</exception>
    [Alias("AskAgain")]
    Task AskAgain(string address, string language);

    /// <summary>How the addresses stand; those that are not there are left out.</summary>
    [Alias("Find"), AlwaysInterleave]
    Task<ImmutableArray<NotifiedAddress>> Find(ImmutableArray<string> addresses);

    /// <summary>What a mail to the address carries by which its owner stops them; null: it is not to be written to.</summary>
    [Alias("FindStop"), AlwaysInterleave]
    Task<string?> FindStop(string address);

    /// <summary>A mail to it was taken, or refused with these words.</summary>
    [Alias("Delivered")]
    Task Delivered(string address, string? problem);
}
