using System.Buffers.Text;
using System.Security.Cryptography;
using Mihari.Notifications;

namespace Mihari.Grains.Notifications;

/// <summary>Pairs of keys by which the server identifies itself to push services.</summary>
internal static class PushKeyPair
{
    /// <summary>A new pair on P-256.</summary>
    public static PushKeys New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportParameters(includePrivateParameters: true);
        return new PushKeys(
            Base64Url.EncodeToString([4, .. parameters.Q.X!, .. parameters.Q.Y!]),
            Base64Url.EncodeToString(parameters.D!));
    }
}
