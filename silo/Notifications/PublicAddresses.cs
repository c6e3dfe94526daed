using System.Net;
using System.Net.Sockets;

namespace Mihari.Silo.Notifications;

/// <summary>Which addresses are public (the special-purpose registries of RFC 6890), and what the others are.</summary>
internal static class PublicAddresses
{
    /// <summary>Ranges that are not public. The first that holds an address tells.</summary>
    private static readonly (IPNetwork Range, string Kind)[] Special =
    [
        .. Of("unspecified", "0.0.0.0/8", "::/128"),
        .. Of("loopback", "127.0.0.0/8", "::1/128"),
        .. Of("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10", "64:ff9b:1::/48"),
        .. Of("shared", "100.64.0.0/10"),
        .. Of("link-local", "169.254.0.0/16", "fe80::/10"),
        .. Of("documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"),
        .. Of("benchmark", "198.18.0.0/15", "2001:2::/48"),
        .. Of("multicast", "224.0.0.0/4", "ff00::/8"),
        .. Of("broadcast", "255.255.255.255/32"),
        // Not private by its number, but where a cloud's machines reach what manages them.
        .. Of("platform", "168.63.129.16/32"),
        .. Of("reserved", "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "2001::/23", "100::/64", "5f00::/16"),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>What kind of address this is where it is not public; null where it is.</summary>
    public static string? Kind(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return Kind(address.MapToIPv4());

        foreach (var (range, kind) in Special)
        {
            if (range.Contains(address))
                return kind;
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return null;
        if (Translated.Contains(address) || Compatible.Contains(address))
            return Kind(Embedded(address, 12));
        if (SixToFour.Contains(address))
            return Kind(Embedded(address, 2));
        return GlobalUnicast.Contains(address) ? null : "reserved";
    }

    /// <summary>The IPv4 address within an IPv6 one.</summary>
    private static IPAddress Embedded(IPAddress address, int at) =>
        new(address.GetAddressBytes().AsSpan(at, 4));

    private static IEnumerable<(IPNetwork Range, string Kind)> Of(string kind, params string[] ranges) => ranges.Select(range => (IPNetwork.Parse(range), kind));
}
