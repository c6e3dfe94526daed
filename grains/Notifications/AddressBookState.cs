using System.Collections.Immutable;
using Mihari.Notifications;

namespace Mihari.Grains.Notifications;

/// <summary>What is stored of the addresses that a customer has set anywhere.</summary>
internal sealed record AddressBookState
{
    public int Version { get; init; } = 1;

    public ImmutableArray<AddressEntry> Entries { get; init; } = [];
}

/// <summary>An address of a customer's.</summary>
internal sealed record AddressEntry
{
    /// <summary>As it was typed first.</summary>
    public required string Address { get; init; }

    /// <summary>Never <see cref="AddressState.Lapsed"/>, which is a matter of time.</summary>
    public required AddressState State { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>Of the mail that asks.</summary>
    public required string Language { get; init; }

    /// <summary>What the link carries that asks; null: no answer is waited for.</summary>
    public string? Question { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    /// <summary>What the links carry by which its owner stops the mails.</summary>
    public required string Stop { get; init; }

    /// <summary>Why the newest mail was not taken, in the server's words.</summary>
    public string? Problem { get; init; }

    public DateTimeOffset? ProblemAt { get; init; }
}
