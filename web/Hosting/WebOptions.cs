using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Mihari.Web.Hosting;

/// <summary>Where the portal, the API and the media endpoints are reached (section <c>Web</c>).</summary>
public sealed class WebOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Web";

    /// <summary>The IP address to listen on; <c>0.0.0.0</c> or <c>::</c> for all. Default <c>127.0.0.1</c>.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The TCP port to listen on; 0 takes any free one. 0 to 65,535, default 8080.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8080;

    /// <summary>
    /// The address under which browsers and devices reach this server, where a proxy stands before it: http or https,
    /// no path. Set, it makes the server believe the <c>X-Forwarded-For</c> and <c>-Proto</c> headers of a proxy on the
    /// same machine; with https, cookies are for https only. Needed where <see cref="Address"/> is "all of them", because
    /// devices are told it. Default: none.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Whether browsers reach this server over https.</summary>
    public bool IsHttps => PublicUrl is { IsAbsoluteUri: true } url && url.Scheme == Uri.UriSchemeHttps;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out var address))
            yield return new ValidationResult($"{Section}:{nameof(Address)} is '{Address}', but must be an IP address", [nameof(Address)]);
        else if (PublicUrl is null && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            yield return new ValidationResult($"{Section}:{nameof(PublicUrl)} is not set, but must be where {Section}:{nameof(Address)} is '{Address}'", [nameof(PublicUrl)]);

        if (PublicUrl is not null && !IsPlainOrigin(PublicUrl))
            yield return new ValidationResult($"{Section}:{nameof(PublicUrl)} is '{PublicUrl}', but must be an http or https address without a path", [nameof(PublicUrl)]);
    }

    private static bool IsPlainOrigin(Uri url) =>
        url.IsAbsoluteUri
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.PathAndQuery == "/" && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
}
