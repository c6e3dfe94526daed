namespace Mihari.Protocol;

/// <summary>What a device publishes; the last level of its topic.</summary>
public enum Channel
{
    Hello,
    Status,
    Event,
    Segment,
    Reply,
}

/// <summary>Topic names: <c>v1/{device id}/{channel}</c>.</summary>
public static class Topics
{
    private const string Prefix = "v1/";

    /// <summary>The only topic that a device may subscribe to.</summary>
    public static string Command(string deviceId) => $"{Prefix}{deviceId}/command";

    /// <summary>The topic on which a device publishes <paramref name="channel"/>.</summary>
    public static string Publish(string deviceId, Channel channel) => $"{Prefix}{deviceId}/{Name(channel)}";

    /// <summary>
    /// Reads the channel of a topic that <paramref name="deviceId"/> published to.
    /// False where the topic is not its own or names no channel of the protocol.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> topic, ReadOnlySpan<char> deviceId, out Channel channel)
    {
        channel = default;
        if (!IsOwn(topic, deviceId))
            return false;

        Channel? parsed = topic[(Prefix.Length + deviceId.Length + 1)..] switch
        {
            "hello" => Channel.Hello,
            "status" => Channel.Status,
            "event" => Channel.Event,
            "segment" => Channel.Segment,
            "reply" => Channel.Reply,
            _ => null,
        };
        channel = parsed.GetValueOrDefault();
        return parsed.HasValue;
    }

    /// <summary>Whether a topic lies under <c>v1/{device id}/</c>: what the access rule lets a device publish to.</summary>
    public static bool IsOwn(ReadOnlySpan<char> topic, ReadOnlySpan<char> deviceId) =>
        topic.Length > Prefix.Length + deviceId.Length + 1
        && topic.StartsWith(Prefix, StringComparison.Ordinal)
        && topic[Prefix.Length..].StartsWith(deviceId, StringComparison.Ordinal)
        && topic[Prefix.Length + deviceId.Length] == '/';

    private static string Name(Channel channel) => channel switch
    {
        Channel.Hello => "hello",
        Channel.Status => "status",
        Channel.Event => "event",
        Channel.Segment => "segment",
        Channel.Reply => "reply",
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "not a channel of the protocol"),
    };
}
