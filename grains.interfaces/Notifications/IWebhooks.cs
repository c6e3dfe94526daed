using System.Collections.Immutable;
using Mihari.Accounts;
using Orleans.Concurrency;

namespace Mihari.Notifications;

/// <summary>A customer's own systems, which are called of what happens; key: the customer's id. For administrators.</summary>
[Alias("Mihari.IWebhooks")]
public interface IWebhooks : IGrainWithStringKey
{
    /// <summary>So many a customer may have.</summary>
    const int Most = 5;

    /// <summary>How long the secret before still signs beside a new one.</summary>
    static readonly TimeSpan BothSign = TimeSpan.FromDays(1);

    /// <summary>All of them.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<ImmutableArray<Webhook>> Get(Caller by);

    /// <summary>Adds one; its secret is told this once.</summary>
    /// <exception cref="Refusals.InvalidInputException">The name is not 1 to 64 characters, or the address no https address of at most 500.</exception>
    /// <exception cref="Refusals.ConflictException">There are five already.</exception>
    [Alias("Add")]
    Task<WebhookSecret> Add(Caller by, string name, string url);

    /// <summary>Gives it a new secret, told this once. For a day the one before signs too, so that no call is lost meanwhile.</summary>
    [Alias("Rotate")]
    Task<WebhookSecret> Rotate(Caller by, string id);

    /// <summary>Calls it no more.</summary>
    [Alias("Remove")]
    Task Remove(Caller by, string id);
}

/// <summary>A system that is called.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Since">Since when it is called.</param>
/// <param name="RotatedAt">When its secret was made.</param>
/// <param name="Problem">Why the newest call did not succeed; null: it did.</param>
/// <param name="ProblemAt">When that was.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Webhook")]
public sealed record Webhook(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Url,
    [property: Id(3)] DateTimeOffset Since,
    [property: Id(4)] DateTimeOffset RotatedAt,
    [property: Id(5)] string? Problem,
    [property: Id(6)] DateTimeOffset? ProblemAt);

/// <summary>A system and its secret, which is not told again.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.WebhookSecret")]
public sealed record WebhookSecret(
    [property: Id(0)] Webhook Webhook,
    [property: Id(1)] string Secret)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"WebhookSecret({Webhook.Id})";
}
