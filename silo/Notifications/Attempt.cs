using Mihari.Notifications;

namespace Mihari.Silo.Notifications;

/// <summary>What kept a message, without anything of the message or its receiver: for logs.</summary>
internal enum Hindrance
{
    None,

    /// <summary>The other side has said no, or not now.</summary>
    Answer,

    /// <summary>No connection came about, or it broke.</summary>
    Network,

    /// <summary>TLS failed.</summary>
    Tls,

    /// <summary>The sign-in or key that is configured was refused.</summary>
    SignIn,

    /// <summary>It took too long.</summary>
    Time,

    /// <summary>The address may not be called from here.</summary>
    Guard,

    /// <summary>The message or its receiver is malformed.</summary>
    Form,

    /// <summary>So many others were on their way that its turn did not come.</summary>
    Busy,

    /// <summary>The message is larger than the other side takes.</summary>
    Size,

    /// <summary>The media store has no room or failed.</summary>
    Store,

    /// <summary>Something that nobody thought of.</summary>
    Unexpected,
}

/// <summary>The end of an attempt, with the reason for the log.</summary>
internal readonly record struct Attempt(Delivery Delivery, Hindrance Hindrance)
{
    public static Attempt Sent { get; } = new(new Delivery(DeliveryOutcome.Sent), Hindrance.None);

    public static Attempt Delayed(Hindrance why, string? words) => new(new Delivery(DeliveryOutcome.Delayed, PlainWords.Short(words)), why);

    public static Attempt Refused(Hindrance why, string? words) => new(new Delivery(DeliveryOutcome.Refused, PlainWords.Short(words)), why);

    public static Attempt TooLarge(string? words) => new(new Delivery(DeliveryOutcome.TooLarge, PlainWords.Short(words)), Hindrance.Size);

    public static Attempt Gone(string? words) => new(new Delivery(DeliveryOutcome.Gone, PlainWords.Short(words)), Hindrance.Answer);
}
