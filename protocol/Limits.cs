namespace Mihari.Protocol;

/// <summary>The numbers of the device protocol (device protocol, Session).</summary>
public static class Limits
{
    /// <summary>The version that <c>hello</c> names.</summary>
    public const int Version = 1;

    /// <summary>The largest MQTT message, topic and payload together, in bytes; a larger one closes the connection.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>Messages a second that a device may send for ever.</summary>
    public const int MessagesPerSecond = 20;

    /// <summary>Messages that a device may send at once after a pause.</summary>
    public const int MessageBurst = 100;

    /// <summary>The shortest keep-alive that the server accepts, in seconds.</summary>
    public const int MinKeepAliveSeconds = 5;

    /// <summary>The longest keep-alive that the server accepts, in seconds.</summary>
    public const int MaxKeepAliveSeconds = 120;

    /// <summary>Manifests in one answer to <c>listSegments</c>, at the most.</summary>
    public const int MaxListedSegments = 500;

    /// <summary>Wrong passwords a minute, for one device id or one address, after which the server refuses without looking.</summary>
    public const int FailuresPerMinute = 5;
}
