using System.Security.Cryptography;
using System.Text;

namespace Mihari.Grains.Media;

/// <summary>What the addresses of uploads and streams carry: each random, and for one purpose (device protocol, "Every URL carries its own token").</summary>
internal static class MediaTokens
{
    private const int Bytes = 32;

    /// <summary>256 random bits, safe in a URL.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether two are the same, in constant time.</summary>
    public static bool AreSame(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
