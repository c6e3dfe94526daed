using System.Collections.Immutable;

namespace Mihari.Notifications;

/// <summary>Calls customers' own systems; given by the host.</summary>
public interface IWebhookTransport
{
    /// <summary>
    /// Calls one; see <see cref="IMailTransport.Send"/>. Addresses inside the server's own network are refused, also where a name leads
    /// there only when it is looked up; redirections are not followed.
    /// </summary>
    Task<Delivery> Send(WebhookCall call, CancellationToken cancel);

    /// <summary>Why an address, as it is written, would never be called; null: it may be. A name is not looked up for it.</summary>
    string? Refuses(Uri url);
}

/// <summary>One call.</summary>
/// <param name="Id">Of the message, the same at each attempt: 32 lower-case hex digits; sent as <c>Mihari-Message</c>.</param>
/// <param name="Url">An https address.</param>
/// <param name="Secrets">What it is signed with, the newest first; while a secret is exchanged there are two, and a signature of each.</param>
/// <param name="Body">JSON in UTF-8.</param>
public sealed record WebhookCall(string Id, Uri Url, ImmutableArray<string> Secrets, ReadOnlyMemory<byte> Body)
{
    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"WebhookCall({Id})";
}
