using System.Buffers.Text;
using System.Security.Cryptography;
using Mihari.Grains.Notifications;

namespace Mihari.Tests.Grains.Notifications;

public sealed class PushKeyPairTests
{
    [Fact]
    public void New_Pair_IsOnTheCurveAndBelongsTogether()
    {
        for (var i = 0; i < 300; i++)
        {
            var keys = PushKeyPair.New();
            var (point, secret) = (Base64Url.DecodeFromChars(keys.PublicKey), Base64Url.DecodeFromChars(keys.PrivateKey));

            Assert.Equal((65, 4, 32), (point.Length, point[0], secret.Length));
            // Keys that do not belong together are refused.
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] }, D = secret });
            byte[] words = [1, 2, 3];
            Assert.True(key.VerifyData(words, key.SignData(words, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
        }
    }

    [Fact]
    public void New_Pairs_AreDifferentAndTellNoSecret()
    {
        var (one, other) = (PushKeyPair.New(), PushKeyPair.New());

        Assert.NotEqual(one.PrivateKey, other.PrivateKey);
        Assert.DoesNotContain(one.PrivateKey, one.ToString(), StringComparison.Ordinal);
    }
}
