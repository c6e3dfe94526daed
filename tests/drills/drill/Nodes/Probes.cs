using System.Net;
using System.Net.Sockets;

namespace Mihari.Tests.Drills.Nodes;

/// <summary>Whether a program takes work.</summary>
internal static class Probes
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    public static async Task<bool> Healthy(Uri address)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(address, "health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public static async Task<bool> Listening(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
