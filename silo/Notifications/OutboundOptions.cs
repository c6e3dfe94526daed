using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Mihari.Silo.Notifications;

/// <summary>What messages to addresses that customers and browsers name may reach (section <c>Outbound</c>).</summary>
public sealed class OutboundOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Outbound";

    /// <summary>
    /// <c>host:port</c> that may lie inside the server's own network, written as in the addresses that name it; http is taken for these too. At most 100,
    /// default none: https to public addresses only.
    /// </summary>
    public IList<string> AllowedHosts { get; set; } = [];

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext context)
    {
        if (AllowedHosts.Count > 100)
            yield return new ValidationResult($"{Section}:{nameof(AllowedHosts)} has {AllowedHosts.Count.ToString(CultureInfo.InvariantCulture)} entries, but must have at most 100");
        for (var i = 0; i < AllowedHosts.Count; i++)
        {
            if (Normal(AllowedHosts[i]) is null)
                yield return new ValidationResult(string.Create(CultureInfo.InvariantCulture, $"{Section}:{nameof(AllowedHosts)}:{i} is '{AllowedHosts[i]}', but must be host:port"));
        }
    }

    /// <summary>An entry as <see cref="Uri"/> writes host and port; null where it is none.</summary>
    internal static string? Normal(string? entry)
    {
        // The scheme has no port of its own, so that the entry has to name one.
        return Uri.TryCreate($"host://{entry}", UriKind.Absolute, out var uri)
            && uri is { Port: > 0, PathAndQuery: "/" or "", UserInfo: "", Fragment: "" }
            && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            && !entry!.EndsWith('/')
            ? Of(uri)
            : null;
    }

    /// <summary>Host and port of an address.</summary>
    internal static string Of(Uri uri) => string.Create(CultureInfo.InvariantCulture, $"{uri.IdnHost.ToLowerInvariant()}:{uri.Port}");
}
