using System.ComponentModel.DataAnnotations;

namespace Mihari.Web.Streams;

/// <summary>Live video and playback (section <c>Streams</c>).</summary>
public sealed class StreamsOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Streams";

    /// <summary>
    /// The address at which the other web nodes reach this one: http or https, no path. Default: where it listens, and where that is
    /// everywhere, the machine's first address in the network.
    /// </summary>
    public Uri? NodeUrl { get; set; }

    /// <summary>Viewers of video on this node; a further one is refused. 1 to 100,000, default 2,000.</summary>
    [Range(1, 100_000)]
    public int MaxViewers { get; set; } = 2000;

    /// <summary>How long a camera sends on after its last viewer left, for the one who comes back. 0 to 15 s, default 5 s.</summary>
    /// <remarks>Less than the lease at the stream's grain, which nobody renews meanwhile.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:15")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (NodeUrl is { } url && !(url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url.PathAndQuery == "/" && url.Fragment.Length == 0 && url.UserInfo.Length == 0))
            yield return new ValidationResult($"{Section}:{nameof(NodeUrl)} is '{url}', but must be an http or https address without a path", [nameof(NodeUrl)]);
    }
}
