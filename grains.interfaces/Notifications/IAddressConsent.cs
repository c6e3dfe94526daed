using Orleans.Concurrency;

namespace Mihari.Notifications;

/// <summary>
/// What the owner of an address says about the mails of a customer; key: the customer's id. Nobody signs in for it: the token of
/// the link is all it takes, and is good for the one address.
/// </summary>
[Alias("Mihari.IAddressConsent")]
public interface IAddressConsent : IGrainWithStringKey
{
    /// <summary>How it stands for the address of a token; null: there is no such token, or its time is over.</summary>
    [Alias("Find"), AlwaysInterleave]
    Task<AddressConsent?> Find(string token);

    /// <summary>Takes the owner's answer; null as in <see cref="Find"/>, and for a yes with the token of a mail that was told to stop.</summary>
    [Alias("Answer")]
    Task<AddressConsent?> Answer(string token, bool wanted);
}

/// <summary>How it stands for an address.</summary>
/// <param name="Address">Which.</param>
/// <param name="Customer">The name of the customer that it is about.</param>
/// <param name="State">How.</param>
/// <param name="Language">Of the customer's mails to it.</param>
[GenerateSerializer, Immutable, Alias("Mihari.AddressConsent")]
public sealed record AddressConsent(
    [property: Id(0)] string Address,
    [property: Id(1)] string Customer,
    [property: Id(2)] AddressState State,
    [property: Id(3)] string Language);
