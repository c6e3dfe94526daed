using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mihari.Notifications;

namespace Mihari.Silo.Notifications;

/// <summary>By what a push service knows the server (RFC 8292): a JSON web token that is signed with ES256.</summary>
internal static class VapidToken
{
    /// <summary>How long a token is good for; push services take at most a day, and some half of it.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(4);

    /// <summary>The value of <c>Authorization</c> for a message to this endpoint.</summary>
    /// <param name="keys">The server's.</param>
    /// <param name="endpoint">Of the subscription; the token is for its origin alone.</param>
    /// <param name="contact"><c>mailto:</c> or https: where the push service's operator finds the server's.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="FormatException">The keys are not as they should be; or <see cref="CryptographicException"/>.</exception>
    public static string Authorization(PushKeys keys, Uri endpoint, string contact, DateTimeOffset now)
    {
        var claims = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(claims))
        {
            json.WriteStartObject();
            json.WriteString("aud", endpoint.GetLeftPart(UriPartial.Authority));
            json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            json.WriteString("sub", contact);
            json.WriteEndObject();
        }

        var signed = $"{Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8)}.{Base64Url.EncodeToString(claims.WrittenSpan)}";
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = PushEncryption.Point(Base64Url.DecodeFromChars(keys.PublicKey)),
            D = Base64Url.DecodeFromChars(keys.PrivateKey),
        });
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"vapid t={signed}.{Base64Url.EncodeToString(signature)}, k={keys.PublicKey}";
    }
}
