using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Mihari.Silo.Gateway;

/// <summary>The device gateway (device protocol, Session).</summary>
public sealed class GatewayOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Gateway";

    /// <summary>
    /// The address that devices connect to; an IPv4 or IPv6 address of this machine. Default 127.0.0.1.
    /// Plain MQTT carries device keys in clear: give an outside address only on a trusted network, or with TLS.
    /// </summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port for plain MQTT; 1 to 65535, 0 for any free one. Default 1883.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 1883;

    /// <summary>The port for MQTT over TLS, open only where a certificate is configured; 1 to 65535, 0 for any free one. Default 8883.</summary>
    [Range(0, 65535)]
    public int TlsPort { get; set; } = 8883;

    /// <summary>The server's certificate; without one there is no TLS port.</summary>
    public GatewayTlsOptions Tls { get; set; } = new();

    /// <summary>
    /// Whether every connection begins with a header of the PROXY protocol (version 1 or 2), by which a balancer says the device's
    /// own address. It is believed: only balancers may reach the ports then. Default false.
    /// </summary>
    public bool ProxyProtocol { get; set; }

    /// <summary>Sockets at once, those before their CONNECT included; a further one is closed as it is accepted. 1 to 1,000,000, default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>
    /// New sockets a second, let in before the TLS handshake; the same number may come at once, more wait up to 5 s and
    /// are closed then. 1 to 100,000, default 2,000.
    /// </summary>
    [Range(1, 100_000)]
    public int ConnectsPerSecond { get; set; } = 2_000;

    /// <summary>
    /// Devices let in at the same time, by the grains and the storage behind them. As many more wait as get their turn within 5 s; others
    /// are answered "server unavailable" and come back. 1 to 10,000, default 32.
    /// </summary>
    [Range(1, 10_000)]
    public int ConcurrentAuthentications { get; set; } = 32;

    /// <summary>How long a new socket may take for its CONNECT, and for its TLS handshake; 1 s to 1 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a message may take to become durable. After it the connection is closed without acknowledgement, so that
    /// the device sends the message again. A CONNECT is refused after it, its wait for a turn included. 1 s to 1 min, default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan GrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Commands on their way to one device that it has not acknowledged; further ones are refused, never dropped. 1 to 1,000, default 64.</summary>
    [Range(1, 1_000)]
    public int MaxPendingCommands { get; set; } = 64;

    /// <summary>Connections closed a second as the server stops; 1 to 100,000, default 2,000.</summary>
    [Range(1, 100_000)]
    public int ShedPerSecond { get; set; } = 2_000;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext context)
    {
        if (!IPAddress.TryParse(Address, out _))
            yield return new ValidationResult($"{Section}:{nameof(Address)} is \"{Address}\": an IPv4 or IPv6 address is needed");
        if (Tls.CertificateFile is not null && Port == TlsPort && Port != 0)
            yield return new ValidationResult($"{Section}:{nameof(TlsPort)} is {TlsPort}: another port than {Section}:{nameof(Port)} is needed");
        if (Tls.CertificateFile is null && (Tls.KeyFile is not null || Tls.Password is not null))
            yield return new ValidationResult($"{Section}:Tls:{nameof(GatewayTlsOptions.CertificateFile)} is absent: it is needed beside {nameof(GatewayTlsOptions.KeyFile)} and {nameof(GatewayTlsOptions.Password)}");
    }
}

/// <summary>
/// The certificate of the TLS port: either a PEM file (leaf first, then its chain) with the key in it or in
/// <see cref="KeyFile"/>, or a PFX file. Read once, at start.
/// </summary>
public sealed class GatewayTlsOptions
{
    /// <summary>The certificate's file, PEM or PFX. Absent (the default): no TLS.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>The key's file in PEM, where the certificate's file does not hold it.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The password of the PFX file or of the encrypted PEM key.</summary>
    public string? Password { get; set; }
}
