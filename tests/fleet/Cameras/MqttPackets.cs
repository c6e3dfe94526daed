using System.Buffers.Binary;
using System.Text;

namespace Mihari.Tests.Fleet.Cameras;

/// <summary>The packets of MQTT 3.1.1 that a camera sends, by the standard's own numbers.</summary>
public static class MqttPackets
{
    public const byte ConnAck = 0x20;
    public const byte Publish = 0x30;
    public const byte PubAck = 0x40;
    public const byte SubAck = 0x90;
    public const byte PingResp = 0xD0;

    /// <summary>Where the type stands in a packet's first byte.</summary>
    public const byte TypeMask = 0xF0;

    private const byte CleanSessionWithUserAndPassword = 0xC2;
    private const byte ProtocolLevel = 4;

    public static byte[] PingRequest { get; } = [0xC0, 0];

    public static byte[] Disconnect { get; } = [0xE0, 0];

    public static byte[] Connect(string client, string key, int keepAliveSeconds)
    {
        var body = new List<byte>();
        Text(body, "MQTT");
        body.AddRange([ProtocolLevel, CleanSessionWithUserAndPassword, (byte)(keepAliveSeconds >> 8), (byte)keepAliveSeconds]);
        Text(body, client);
        Text(body, client);
        Text(body, key);
        return Packet(0x10, body);
    }

    public static byte[] Subscribe(ushort id, string topic)
    {
        var body = new List<byte> { (byte)(id >> 8), (byte)id };
        Text(body, topic);
        body.Add(1);
        return Packet(0x82, body);
    }

    public static byte[] PublishOnce(ushort id, string topic, ReadOnlySpan<byte> payload)
    {
        var body = new List<byte>(payload.Length + topic.Length + 4);
        Text(body, topic);
        body.AddRange([(byte)(id >> 8), (byte)id]);
        body.AddRange(payload);
        return Packet(0x32, body);
    }

    public static byte[] Acknowledge(ushort id) => [PubAck, 2, (byte)(id >> 8), (byte)id];

    /// <summary>The id of an acknowledgement.</summary>
    public static ushort Id(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadUInt16BigEndian(body);

    /// <summary>The parts of a PUBLISH; the id is 0 where none has to be acknowledged.</summary>
    public static ReadOnlySpan<byte> Payload(byte first, ReadOnlySpan<byte> body, out ushort id)
    {
        var rest = body[(2 + BinaryPrimitives.ReadUInt16BigEndian(body))..];
        if ((first & 0x06) == 0)
        {
            id = 0;
            return rest;
        }

        id = Id(rest);
        return rest[2..];
    }

    /// <summary>Finds the first packet of what has been received: how long its header and its body are; false where it is not whole yet.</summary>
    public static bool TryMeasure(ReadOnlySpan<byte> received, out int header, out int body)
    {
        (header, body) = (1, 0);
        for (var shift = 0; shift < 28; shift += 7)
        {
            if (header >= received.Length)
                return false;

            var digit = received[header++];
            body |= (digit & 0x7F) << shift;
            if ((digit & 0x80) == 0)
                return received.Length >= header + body;
        }

        throw new InvalidDataException("a packet's length that no standard allows");
    }

    private static byte[] Packet(byte first, List<byte> body)
    {
        var packet = new List<byte>(body.Count + 5) { first };
        var left = body.Count;
        do
        {
            var digit = (byte)(left & 0x7F);
            left >>= 7;
            packet.Add(left > 0 ? (byte)(digit | 0x80) : digit);
        }
        while (left > 0);

        packet.AddRange(body);
        return [.. packet];
    }

    private static void Text(List<byte> into, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        into.AddRange([(byte)(bytes.Length >> 8), (byte)bytes.Length]);
        into.AddRange(bytes);
    }
}
