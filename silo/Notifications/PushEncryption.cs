using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mihari.Silo.Notifications;

/// <summary>The payload of a push message, which only the browser can read (RFC 8291, in one record of RFC 8188).</summary>
internal static class PushEncryption
{
    /// <summary>Bytes of an uncompressed point of P-256.</summary>
    public const int PointLength = 65;

    /// <summary>Bytes of a browser's secret.</summary>
    public const int AuthLength = 16;

    private const int SaltLength = 16;
    private const int TagLength = 16;
    private const int RecordSize = 4096;

    // RFC 8188, 2.1: salt, record size, length of the key id, and the key id, which is our point.
    private const int HeaderLength = SaltLength + 4 + 1 + PointLength;

    /// <summary>Encrypts for one browser.</summary>
    /// <exception cref="CryptographicException">The browser's key is no point of the curve, or a length is wrong.</exception>
    public static byte[] Encrypt(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> browserKey, ReadOnlySpan<byte> auth)
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(payload, browserKey, auth, RandomNumberGenerator.GetBytes(SaltLength), key);
    }

    /// <summary>With a given salt and key of ours, which are to be used once.</summary>
    internal static byte[] Encrypt(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> browserKey, ReadOnlySpan<byte> auth, ReadOnlySpan<byte> salt, ECDiffieHellman key)
    {
        if (auth.Length != AuthLength)
            throw new CryptographicException("a browser's secret has 16 bytes");
        // One delimiter and the tag have to fit as well.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, RecordSize - TagLength - 1, nameof(payload));

        var own = Point(key.ExportParameters(includePrivateParameters: false).Q);
        using var browser = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = Point(browserKey) });
        var shared = key.DeriveRawSecretAgreement(browser.PublicKey);

        // RFC 8291, 3.4.
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, auth.ToArray(), [.. "WebPush: info\0"u8, .. browserKey, .. own]);
        var secret = HKDF.Extract(HashAlgorithmName.SHA256, input, salt.ToArray());
        var contentKey = HKDF.Expand(HashAlgorithmName.SHA256, secret, 16, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.Expand(HashAlgorithmName.SHA256, secret, 12, "Content-Encoding: nonce\0"u8.ToArray());

        var body = new byte[HeaderLength + payload.Length + 1 + TagLength];
        salt.CopyTo(body);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(SaltLength), RecordSize);
        body[SaltLength + 4] = PointLength;
        own.CopyTo(body.AsSpan(SaltLength + 5));

        // The delimiter of the last record, without padding.
        byte[] plain = [.. payload, 2];
        using var cipher = new AesGcm(contentKey, TagLength);
        cipher.Encrypt(nonce, plain, body.AsSpan(HeaderLength, plain.Length), body.AsSpan(HeaderLength + plain.Length));
        CryptographicOperations.ZeroMemory(shared);
        return body;
    }

    /// <summary>An uncompressed point (SEC 1, 2.3.3).</summary>
    /// <exception cref="CryptographicException">It is none.</exception>
    internal static ECPoint Point(ReadOnlySpan<byte> bytes) => bytes.Length == PointLength && bytes[0] == 4
        ? new ECPoint { X = bytes[1..33].ToArray(), Y = bytes[33..].ToArray() }
        : throw new CryptographicException("a public key is an uncompressed point of P-256, 65 bytes");

    private static byte[] Point(ECPoint point) => [4, .. point.X!, .. point.Y!];
}
