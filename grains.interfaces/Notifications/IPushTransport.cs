namespace Mihari.Notifications;

/// <summary>Hands messages on to browsers, by their push services (RFC 8030, 8291, 8292); given by the host.</summary>
public interface IPushTransport
{
    /// <summary>Hands one message on; see <see cref="IMailTransport.Send"/>. A subscription that its push service does not know any more is <see cref="DeliveryOutcome.Gone"/>.</summary>
    Task<Delivery> Send(PushMessage message, CancellationToken cancel);
}

/// <summary>Where a browser takes messages, as its push service and itself have agreed (Push API).</summary>
/// <param name="Endpoint">An https address of the push service.</param>
/// <param name="P256dh">The browser's public key: 65 bytes, an uncompressed point of P-256, in base64url.</param>
/// <param name="Auth">Its secret: 16 bytes in base64url.</param>
[GenerateSerializer, Immutable, Alias("Mihari.PushSubscription")]
public sealed record PushSubscription(
    [property: Id(0)] string Endpoint,
    [property: Id(1)] string P256dh,
    [property: Id(2)] string Auth)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => "PushSubscription";
}

/// <summary>The pair of keys by which the server identifies itself to push services (VAPID, RFC 8292).</summary>
/// <param name="PublicKey">65 bytes, an uncompressed point of P-256, in base64url; browsers subscribe with it.</param>
/// <param name="PrivateKey">32 bytes in base64url.</param>
[GenerateSerializer, Immutable, Alias("Mihari.PushKeys")]
public sealed record PushKeys(
    [property: Id(0)] string PublicKey,
    [property: Id(1)] string PrivateKey)
{
    /// <summary>Without the private one.</summary>
    public override string ToString() => $"PushKeys({PublicKey})";
}

/// <summary>One message to one browser.</summary>
/// <param name="To">Where.</param>
/// <param name="Keys">The server's.</param>
/// <param name="Payload">UTF-8; at most 3,000 bytes.</param>
/// <param name="Topic">A later message of the same topic replaces this one while it waits at the push service: 1 to 32 characters of base64url; null: none.</param>
/// <param name="KeepFor">How long the push service keeps it for a browser that is away.</param>
/// <param name="IsUrgent">Whether it shall wake a phone that saves its battery.</param>
public sealed record PushMessage(PushSubscription To, PushKeys Keys, ReadOnlyMemory<byte> Payload, string? Topic, TimeSpan KeepFor, bool IsUrgent);
