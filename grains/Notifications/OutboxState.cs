using System.Collections.Immutable;
using Mihari.Identifiers;
using Mihari.Notifications;

namespace Mihari.Grains.Notifications;

/// <summary>What is stored of an outbox.</summary>
internal sealed record OutboxState
{
    public int Version { get; init; } = 1;

    /// <summary>What is to be sent, and what was settled since the last write.</summary>
    public ImmutableArray<OutboxItem> Items { get; init; } = [];

    /// <summary>The ids of those that were told last: an event that comes again may have another moment, by another skew of its device's clock.</summary>
    public ImmutableArray<string> Told { get; init; } = [];

    /// <summary>The hour in which detections are counted; null: none were of late.</summary>
    public DetectionHour? Hour { get; init; }
}

/// <summary>Something that is told: one of notice, question and digest.</summary>
internal sealed record OutboxItem
{
    public required string Id { get; init; }

    /// <summary>When it happened, to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Since when it is to be sent.</summary>
    public required DateTimeOffset Taken { get; init; }

    /// <summary>Of the mails.</summary>
    public required string Language { get; init; }

    public Notice? Notice { get; init; }

    public AddressQuestion? Question { get; init; }

    public DetectionDigest? Digest { get; init; }

    public required ImmutableArray<Letter> Letters { get; init; }

    /// <summary>The end of a trouble that is there again: what was not sent of it is not tried any more.</summary>
    public bool IsSuperseded { get; init; }

    public bool IsSettled => Letters.All(l => l.State != LetterState.Waiting);
}

/// <summary>Who is told, and by which way.</summary>
/// <param name="Channel">The way.</param>
/// <param name="To">An address; for the other ways the id of what the customer has set up.</param>
/// <param name="Called">What it is called, where <paramref name="To"/> is no name.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Addressee")]
internal sealed record Addressee(
    [property: Id(0)] Channel Channel,
    [property: Id(1)] string To,
    [property: Id(2)] string Called = "");

/// <summary>A message to one addressee.</summary>
internal sealed record Letter(Addressee To)
{
    public LetterState State { get; init; } = LetterState.Waiting;

    public int Attempts { get; init; }

    /// <summary>Not before this; while it is being tried, until when nobody else tries it.</summary>
    public DateTimeOffset Due { get; init; }

    /// <summary>The silo on which it is being tried, or was when that one ended; null: it is not.</summary>
    public string? Holder { get; init; }

    /// <summary>When the newest attempt ended.</summary>
    public DateTimeOffset? Tried { get; init; }

    /// <summary>What the other side said to it.</summary>
    public string? Words { get; init; }
}

/// <summary>An address of a customer's that is asked whether it wants its mails.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.AddressQuestion")]
internal sealed record AddressQuestion(
    [property: Id(0)] string Id,
    [property: Id(1)] CustomerId Customer,
    [property: Id(2)] string Address,
    [property: Id(3)] string Language,
    [property: Id(4)] string Token,
    [property: Id(5)] DateTimeOffset At);

/// <summary>How much was detected beyond what was told one by one.</summary>
internal sealed record DetectionDigest(Notice Newest, DateTimeOffset From, int Count);

/// <summary>An hour of detections.</summary>
/// <param name="From">When it began.</param>
/// <param name="Told">How many were told one by one.</param>
/// <param name="Counted">How many were only counted.</param>
/// <param name="Ids">The newest of those, so that one that comes again is not counted again.</param>
/// <param name="Newest">The newest detection.</param>
/// <param name="Language">Of its mails.</param>
/// <param name="To">Who is told of it.</param>
internal sealed record DetectionHour(DateTimeOffset From, int Told, int Counted, ImmutableArray<string> Ids, Notice Newest, string Language, ImmutableArray<Addressee> To);
