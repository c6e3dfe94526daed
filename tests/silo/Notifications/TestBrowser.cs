using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Mihari.Notifications;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>The receiving side of push messages, written from the RFCs and from nothing of the product.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly ECDiffieHellman _key;
    private readonly byte[] _auth;

    public TestBrowser()
        : this(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), RandomNumberGenerator.GetBytes(16))
    {
    }

    public TestBrowser(ECDiffieHellman key, byte[] auth) => (_key, _auth) = (key, auth);

    public byte[] PublicKey
    {
        get
        {
            var q = _key.ExportParameters(includePrivateParameters: false).Q;
            return [4, .. q.X!, .. q.Y!];
        }
    }

    public PushSubscription Subscribe(Uri endpoint) => new(endpoint.ToString(), Base64Url.EncodeToString(PublicKey), Base64Url.EncodeToString(_auth));

    /// <summary>RFC 8291, 4, and RFC 8188, 2: one record.</summary>
    public byte[] Decrypt(byte[] body)
    {
        var salt = body[..16];
        Assert.Equal(4096u, BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(16)));
        Assert.Equal(65, body[20]);
        var server = body[21..86];
        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = server[1..33], Y = server[33..] } });
        var keyInfo = Join("WebPush: info\0"u8.ToArray(), PublicKey, server);
        var input = Hmac(Hmac(_auth, _key.DeriveRawSecretAgreement(theirs.PublicKey)), Join(keyInfo, [1]));
        var secret = Hmac(salt, input);
        var key = Hmac(secret, Join(Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0"), [1]))[..16];
        var nonce = Hmac(secret, Join(Encoding.ASCII.GetBytes("Content-Encoding: nonce\0"), [1]))[..12];

        var plain = new byte[body.Length - 86 - 16];
        using var cipher = new AesGcm(key, 16);
        cipher.Decrypt(nonce, body.AsSpan(86, plain.Length), body.AsSpan(86 + plain.Length), plain);
        var end = plain.AsSpan().TrimEnd((byte)0);
        Assert.Equal(2, end[^1]);
        return end[..^1].ToArray();
    }

    public void Dispose() => _key.Dispose();

    private static byte[] Hmac(byte[] key, byte[] data) => HMACSHA256.HashData(key, data);

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
