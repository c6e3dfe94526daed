namespace Mihari.Notifications;

/// <summary>How an attempt to hand a message on ended.</summary>
public enum DeliveryOutcome
{
    /// <summary>The other side has taken it.</summary>
    Sent = 1,

    /// <summary>The other side refuses it for good: it is not tried again.</summary>
    Refused = 2,

    /// <summary>It could not be handed on now: it is tried again later.</summary>
    Delayed = 3,

    /// <summary>There is no such receiver any more: it gets nothing from now on.</summary>
    Gone = 4,

    /// <summary>It is larger than the other side takes: as it is, it is not tried again; a smaller one may be.</summary>
    TooLarge = 5,
}

/// <summary>The end of an attempt.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Words">The other side's own words, or what kept it from being reached; at most 300 characters, without line breaks; null where there is nothing to say.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Delivery")]
public sealed record Delivery(
    [property: Id(0)] DeliveryOutcome Outcome,
    [property: Id(1)] string? Words = null);
