using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Mihari.Silo.Hosting;

/// <summary>The silo's own ports. An embedded silo uses <see cref="Port"/> alone, on loopback.</summary>
public sealed class SiloOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Silo";

    /// <summary>
    /// The address that the other silos and the web nodes reach this silo at, and on which it listens; an IPv4 or IPv6 address of this
    /// machine. Silos trust whoever connects: it has to be loopback or a private network. Default 127.0.0.1.
    /// </summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>
    /// The port for other silos; nobody joins an embedded one, which opens it on loopback all the same. 1 to 65535. Default 11111.
    /// Two servers on one machine need two.
    /// </summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 11111;

    /// <summary>The port for web nodes; 1 to 65535. Default 30000. An embedded silo doesn't open it.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>The port for health and metrics of the silo program; 0 to 65535, 0 for any free one. Default 8081. An embedded silo has those of the web.</summary>
    [Range(0, 65535)]
    public int HealthPort { get; set; } = 8081;

    /// <summary>
    /// Whether the Orleans dashboard has figures of each grain's methods, and a silo's counters. Default false: to take them makes every call between
    /// grains slower and walks through all grains once a second, looked at or not.
    /// </summary>
    public bool ProfileCalls { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext context)
    {
        if (!IPAddress.TryParse(Address, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            yield return new ValidationResult($"{Section}:{nameof(Address)} is '{Address}', but must be one IPv4 or IPv6 address that others reach this silo at", [nameof(Address)]);
    }
}
