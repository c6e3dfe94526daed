using System.ComponentModel.DataAnnotations;

namespace Mihari.Silo.Hosting;

/// <summary>The silo of the embedded profile.</summary>
public sealed class SiloOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Silo";

    /// <summary>
    /// The port on which the silo listens on loopback, though nobody else joins an embedded one; 1 to 65535. Default 11111.
    /// Two servers on one machine need two.
    /// </summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 11111;
}
