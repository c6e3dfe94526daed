using System.Net;
using System.Net.Sockets;

namespace Mihari.Tests.System.Processes;

/// <summary>Ports that nobody had a moment ago.</summary>
internal static class FreePorts
{
    /// <summary>Different ones, because all are held until all are known.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
