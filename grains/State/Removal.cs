using Mihari.Accounts;

namespace Mihari.Grains.State;

/// <summary>That something was deleted by a manager: hidden, and restorable for 30 days (ADR 0015).</summary>
/// <param name="At">When.</param>
/// <param name="By">The name of who did it.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Removal")]
internal sealed record Removal(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By)
{
    /// <summary>How long it can be restored.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Until when it can be restored.</summary>
    public DateTimeOffset Until => At + Kept;

    public static Removal Now(Caller by, DateTimeOffset now) => new(now, by.Name);
}
