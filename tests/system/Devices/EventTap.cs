using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Mihari.Tests.System.Devices;

/// <summary>An event's publication as it passes: which device, and when.</summary>
internal sealed record Published(string Device, DateTimeOffset At);

/// <summary>
/// Stands between agents and the gateway, passes on what comes as it comes, and notes when a device publishes an event.
/// Closes one side when the other is closed, so presence is what it is without it.
/// </summary>
internal sealed partial class EventTap : IAsyncDisposable
{
    private const int LongestTopic = 32;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _gateway;
    private readonly Task _accepting;

    public EventTap(int gateway)
    {
        _gateway = gateway;
        _listener.Start();
        _accepting = Accept();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    public EventLog<Published> Events { get; } = new("events published");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task Accept()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
                relays.Add(Relay(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task Relay(TcpClient device)
    {
        using var _ = device;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _gateway, _stop.Token);
            device.NoDelay = server.NoDelay = true;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            Task[] ways = [Copy(device.GetStream(), server.GetStream(), true, over.Token), Copy(server.GetStream(), device.GetStream(), false, over.Token)];
            await Task.WhenAny(ways);
            await over.CancelAsync();
            await Task.WhenAll(ways);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or InvalidOperationException)
        {
            // One side is gone; leaving closes the other.
        }
    }

    private async Task Copy(NetworkStream from, NetworkStream to, bool isFromDevice, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        var tail = "";
        int length;
        while ((length = await from.ReadAsync(buffer, cancel)) > 0)
        {
            if (isFromDevice)
            {
                var at = TimeProvider.System.GetUtcNow();
                var text = tail + Encoding.Latin1.GetString(buffer, 0, length);
                foreach (Match topic in Topic().Matches(text))
                {
                    if (topic.Index + topic.Length > tail.Length)
                        Events.Add(new Published(topic.Groups[1].Value, at));
                }

                tail = text[^Math.Min(text.Length, LongestTopic)..];
            }

            await to.WriteAsync(buffer.AsMemory(0, length), cancel);
        }
    }

    [GeneratedRegex("v1/([0-9A-F]{12})/event", RegexOptions.None, 1000)]
    private static partial Regex Topic();
}
