using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Mihari.Silo.Gateway;

/// <summary>
/// The PROXY protocol, versions 1 and 2: a balancer says first whose socket it passes on. Without it all devices would share
/// the balancer's address, and with it the limit of failures. It is believed, so only balancers may reach the port.
/// </summary>
internal sealed class ProxyHeader(IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>The longest header that is read: far more than an address needs, with room for what balancers add.</summary>
    private const int Longest = 1024;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>A middleware of Kestrel's connections.</summary>
    public async Task Read(ConnectionContext connection, ConnectionDelegate next)
    {
        using var late = new CancellationTokenSource(options.Value.ConnectTimeout, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, connection.ConnectionClosed);
        try
        {
            if (await Find(connection, over.Token) is { } from)
                connection.RemoteEndPoint = from;
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidDataException)
        {
            connection.Abort(new ConnectionAbortedException("no PROXY header"));
            return;
        }

        await next(connection);
    }

    private static async Task<IPEndPoint?> Find(ConnectionContext connection, CancellationToken over)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(over);
            var start = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, Longest)).ToArray();
            if (TryParse(start, out var from, out var length))
            {
                input.AdvanceTo(read.Buffer.GetPosition(length));
                return from;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || start.Length == Longest)
                throw new InvalidDataException("the header does not end");
        }
    }

    /// <summary>False where more bytes are needed; no address where the balancer speaks for itself.</summary>
    /// <exception cref="InvalidDataException">It is no header.</exception>
    internal static bool TryParse(ReadOnlySpan<byte> start, out IPEndPoint? from, out int length)
    {
        (from, length) = (null, 0);
        var compared = Math.Min(start.Length, Signature.Length);
        if (start.Length == 0)
            return false;

        return start[..compared].SequenceEqual(Signature[..compared]) ? TryBinary(start, ref from, ref length) : TryLine(start, ref from, ref length);
    }

    private static bool TryBinary(ReadOnlySpan<byte> start, ref IPEndPoint? from, ref int length)
    {
        if (start.Length < 16)
            return false;

        length = 16 + BinaryPrimitives.ReadUInt16BigEndian(start[14..]);
        if (start[12] >> 4 != 2 || (start[12] & 15) > 1 || length > Longest)
            throw new InvalidDataException("not version 2");

        if (start.Length < length)
            return false;

        if ((start[12] & 15) == 0)
            return true;

        var body = start[16..length];
        from = (start[13], body.Length) switch
        {
            (0x11, >= 12) => new IPEndPoint(new IPAddress(body[..4]), BinaryPrimitives.ReadUInt16BigEndian(body[8..])),
            (0x21, >= 36) => new IPEndPoint(new IPAddress(body[..16]), BinaryPrimitives.ReadUInt16BigEndian(body[32..])),
            _ => null,
        };
        return true;
    }

    private static bool TryLine(ReadOnlySpan<byte> start, ref IPEndPoint? from, ref int length)
    {
        var prefix = "PROXY "u8;
        var compared = Math.Min(start.Length, prefix.Length);
        if (!start[..compared].SequenceEqual(prefix[..compared]))
            throw new InvalidDataException("no PROXY header");

        var end = start.IndexOf("\r\n"u8);
        if (end < 0)
            return start.Length < 107 ? false : throw new InvalidDataException("the line is too long");

        length = end + 2;
        var words = Encoding.ASCII.GetString(start[..end]).Split(' ');
        if (words is ["PROXY", "UNKNOWN", ..])
            return true;

        if (words is not ["PROXY", "TCP4" or "TCP6", var address, _, var port, _] || !IPAddress.TryParse(address, out var ip)
            || !ushort.TryParse(port, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            throw new InvalidDataException("the line names no address");
        }

        from = new IPEndPoint(ip, number);
        return true;
    }
}
