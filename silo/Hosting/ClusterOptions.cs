using System.ComponentModel.DataAnnotations;

namespace Mihari.Silo.Hosting;

/// <summary>The cluster profile: programs that find each other through Redis. Without <see cref="Redis"/> a server is an embedded one.</summary>
public sealed class ClusterOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>
    /// The Redis that keeps membership and reminders, as <c>host:port[,host:port][,password=…][,ssl=true]</c>. Absent (the default):
    /// the embedded profile, one process with all in it.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>The cluster's name; servers of one name form one cluster. 1 to 40 letters, digits and '-', default <c>mihari</c>.</summary>
    [RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "1 to 40 letters, digits and '-' are needed")]
    public string ClusterId { get; set; } = "mihari";

    /// <summary>The service's name, which reminders belong to; it stays when a cluster is replaced by another. As <see cref="ClusterId"/>.</summary>
    [RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "1 to 40 letters, digits and '-' are needed")]
    public string ServiceId { get; set; } = "mihari";

    /// <summary>
    /// Where browsers and the uploads of devices reach the web nodes: the balancer's address, http or https, without a path.
    /// Needed in a cluster; default absent.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Whether the configuration asks for the cluster profile.</summary>
    public static bool IsAskedFor(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[$"{Section}:{nameof(Redis)}"]);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext context)
    {
        if (Redis is not null && PublicUrl is null)
            yield return new ValidationResult($"{Section}:{nameof(PublicUrl)} is not set, but must be where {Section}:{nameof(Redis)} is: the address under which browsers and devices reach the web nodes");
        if (PublicUrl is not null && !(PublicUrl.IsAbsoluteUri && PublicUrl.Scheme is "http" or "https" && PublicUrl.PathAndQuery == "/"))
            yield return new ValidationResult($"{Section}:{nameof(PublicUrl)} is '{PublicUrl}', but must be an http or https address without a path");
    }
}
