using System.Net;
using System.Net.Sockets;

namespace Mihari.Tests.Drills.Nodes;

/// <summary>Ports that nobody had a moment ago.</summary>
internal static class FreePorts
{
    /// <summary>Below the range from which the system takes the ports of outgoing connections: ten thousand cameras would take them.</summary>
    private const int Lowest = 15_000;
    private const int Highest = 32_000;

    private static readonly HashSet<int> Taken = [];

    public static int Take()
    {
        while (true)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            if (Taken.Contains(port) || !IsFree(port))
                continue;

            Taken.Add(port);
            return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Any, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
