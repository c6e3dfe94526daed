using System.Collections.Immutable;
using Mihari.Grains.Audit;
using Mihari.Identifiers;
using Mihari.Notifications;

namespace Mihari.Grains.Notifications;

/// <summary>What is stored of a customer's browsers, phones and own systems.</summary>
internal sealed record ReceiversState : AuditedState
{
    public int Version { get; init; } = 1;

    public ImmutableArray<PushReceiver> Devices { get; init; } = [];

    public ImmutableArray<HookReceiver> Hooks { get; init; } = [];
}

/// <summary>A browser of an account.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.PushReceiver")]
internal sealed record PushReceiver(
    [property: Id(0)] string Id,
    [property: Id(1)] AccountId Account,
    [property: Id(2)] PushSubscription Subscription,
    [property: Id(3)] string Name,
    [property: Id(4)] string Language,
    [property: Id(5)] DateTimeOffset Since);

/// <summary>A system of the customer's.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Secret">What calls are signed with.</param>
/// <param name="Before">The secret before it, for a day.</param>
/// <param name="Since">Since when it is called.</param>
/// <param name="RotatedAt">When the secret was made.</param>
/// <param name="Problem">Why the newest call did not succeed.</param>
/// <param name="ProblemAt">When that was.</param>
[GenerateSerializer, Immutable, Alias("Mihari.HookReceiver")]
internal sealed record HookReceiver(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Url,
    [property: Id(3)] string Secret,
    [property: Id(4)] string? Before,
    [property: Id(5)] DateTimeOffset Since,
    [property: Id(6)] DateTimeOffset RotatedAt,
    [property: Id(7)] string? Problem = null,
    [property: Id(8)] DateTimeOffset? ProblemAt = null)
{
    public override string ToString() => $"HookReceiver({Id})";
}
