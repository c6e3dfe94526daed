using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mihari.Grains.Notifications;

/// <summary>Ids that make messages idempotent: the same cause gives the same id (design, rule 2).</summary>
internal static class NoticeIds
{
    /// <summary>hash(parts): 32 lower-case hex digits.</summary>
    public static string Of(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16));

    /// <summary>A moment as part of an id.</summary>
    public static string Moment(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>A moment as the timeline keeps it: to the millisecond.</summary>
    public static DateTimeOffset Rounded(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
