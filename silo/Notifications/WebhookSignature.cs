using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mihari.Silo.Notifications;

/// <summary>The signature of a webhook, by which its receiver knows who has sent it and when.</summary>
internal static class WebhookSignature
{
    /// <summary>The value of <c>Mihari-Signature</c>: for each secret <c>v1=</c> and the HMAC-SHA-256 of <c>id.timestamp.body</c> in hex.</summary>
    /// <param name="secrets">In UTF-8.</param>
    /// <param name="id">Of the message.</param>
    /// <param name="timestamp">Seconds of Unix time.</param>
    /// <param name="body">As it is sent.</param>
    public static string Of(ImmutableArray<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        var signatures = new List<string>();
        foreach (var secret in secrets)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
            hash.AppendData(head);
            hash.AppendData(body);
            signatures.Add("v1=" + Convert.ToHexStringLower(hash.GetHashAndReset()));
        }

        return string.Join(", ", signatures);
    }
}
