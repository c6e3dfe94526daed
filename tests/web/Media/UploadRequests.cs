using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Mihari.Tests.Web.Hosts;

namespace Mihari.Tests.Web.Media;

/// <summary>Uploads as a device sends them: whole over HTTP, or piece by piece over a socket.</summary>
internal static class UploadRequests
{
    public const string Video = "/media/uploads/02AA00000001/c1/video";
    public const string Thumbnail = "/media/uploads/02AA00000001/c1/thumbnail";

    public static string Digest(byte[] bytes) => "sha-256=" + Convert.ToBase64String(SHA256.HashData(bytes));

    /// <summary>What comes before the bytes of a video.</summary>
    public static byte[] Head(byte[] bytes) => Encoding.ASCII.GetBytes(
        $"PUT {Video}?token=right HTTP/1.1\r\nHost: x\r\nContent-Length: {bytes.Length}\r\nDigest: {Digest(bytes)}\r\n\r\n");

    public static async Task<HttpResponseMessage> Put(HttpClient client, string address, byte[] bytes, string? digest, string? type = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = new ByteArrayContent(bytes) };
        if (digest is not null)
            request.Headers.TryAddWithoutValidation("Digest", digest);

        if (type is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        return await client.SendAsync(request);
    }

    public static async Task<Socket> Connect(WebFixture web)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(web.Address.Host, web.Address.Port);
        return socket;
    }
}
