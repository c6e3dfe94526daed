using System.ComponentModel.DataAnnotations;

namespace Mihari.Agent.Configuration;

/// <summary>The agent's configuration, section <c>Agent</c>. Bounds are checked at start.</summary>
public sealed class AgentOptions
{
    public const string Section = "Agent";

    /// <summary>The server's MQTT address: <c>mqtt://host:1883</c>, or <c>mqtts://host:8883</c> for TLS. No default.</summary>
    [Required]
    public string Server { get; set; } = "";

    /// <summary>Folder for recordings and unacknowledged messages; created where it is missing. Default <c>data</c>.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>
    /// MQTT keep-alive; 5 to 120 s, default 18 s. The server notices a silent link after 1.5 times that,
    /// and 27 s leaves room below the 30 s within which a viewer is to see it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:02:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(18);

    /// <summary>A PEM file with the authority that signed the server's certificate; default: those of the system.</summary>
    public string? AuthorityFile { get; set; }

    /// <summary>The time zone of the clock that is drawn into synthetic scenes, by its IANA name such as <c>Asia/Tokyo</c>; default: the machine's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>The cameras that this process speaks for; at least one, at most 64.</summary>
    [MinLength(1), MaxLength(64)]
    public IList<CameraOptions> Cameras { get; init; } = [];
}

/// <summary>One camera of the agent.</summary>
public sealed class CameraOptions
{
    /// <summary>The MAC address as 12 upper-case hex digits. No default.</summary>
    public string DeviceId { get; set; } = "";

    /// <summary>The device key: 1 to 128 visible ASCII characters. It is never logged. No default.</summary>
    public string Key { get; set; } = "";

    /// <summary><c>synthetic:</c>, <c>file:…</c>, <c>rtsp://…</c> or <c>rtsps://…</c>. No default.</summary>
    public string Source { get; set; } = "";

    /// <summary>Burnt into synthetic scenes; at most 64 characters. Default: the scene's own label.</summary>
    public string? Name { get; set; }

    /// <summary>What recordings may take, in bytes; 4 MiB to 16 TiB, default 1 GiB.</summary>
    public long Capacity { get; set; } = 1L << 30;

    /// <summary>
    /// Folder of the recordings (the SD card). Default: <c>card</c> in the device's part of the data folder.
    /// It is created at the device's very first start; gone later, the card is reported as missing.
    /// </summary>
    public string? Card { get; set; }

    /// <summary>How little motion fires: 0 to 1, default 0.5.</summary>
    public double Sensitivity { get; set; } = 0.5;

    /// <summary>Width of a synthetic scene in pixels, even, 160 to 1920; default 640.</summary>
    public int Width { get; set; } = 640;

    /// <summary>Height of a synthetic scene in pixels, even, 90 to 1080; default 360.</summary>
    public int Height { get; set; } = 360;

    /// <summary>Pictures a second of what is recorded, 5 to 30; default 10.</summary>
    public int Fps { get; set; } = 10;

    /// <summary>
    /// Whether the source's sound is recorded and sent, where it has some: true or false, default true. Where sound may not be
    /// recorded, false leaves none in anything that the agent makes.
    /// </summary>
    public bool Sound { get; set; } = true;

    /// <summary>How RTSP carries pictures and sound: <c>tcp</c> (default) or <c>udp</c>.</summary>
    public string Transport { get; set; } = "tcp";
}
