using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mihari.Agent.Configuration;
using Mihari.Agent.Link;
using Mihari.Protocol;
using Mihari.Tests.Agent.Support;
using Microsoft.Extensions.Time.Testing;

namespace Mihari.Tests.Agent.Link;

/// <summary>A session over TLS, and the pauses after one that was refused or taken over, against a real broker.</summary>
public sealed class DeviceLinkTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    /// <summary>The clock goes a step each tick, ten times as fast as ours: what it lets happen has to come about in between.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Patience = 2 * Programs.Patience;

    private readonly TempFolder _temp = new();
    private readonly Authority _authority = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly Lines _log = new();

    [Fact]
    public async Task Run_OverTlsWithTheServersAuthority_SaysHello()
    {
        await using var broker = await Broker.Start(_authority);
        await using var running = Run(broker.TlsServer, Broker.Key, _authority);

        Assert.Equal("hello", (await broker.Next(_ => true)).Channel);
        Assert.DoesNotContain(_log.All, IsFailure);
    }

    [Fact]
    public async Task Run_OverTlsWithAnotherAuthority_RefusesTheServerAndSaysWhy()
    {
        using var other = new Authority();
        await using var broker = await Broker.Start(_authority);
        await using var running = Run(broker.TlsServer, Broker.Key, other);

        await Failures(3);

        Assert.All(_log.All.Where(IsFailure).Take(3), line => Assert.Contains("not connected (the server's certificate is not trusted: ", line, StringComparison.Ordinal));
        Assert.DoesNotContain(_log.All, line => line.Contains(": connected;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_WithTheWrongKey_TriesAgainSlowly()
    {
        await using var broker = await Broker.Start();
        await using var running = Run(broker.Server, "wrong-key");

        var elapsed = await Failures(5);

        // The server stops listening to a device after five failures within a minute.
        Assert.True(elapsed >= 4 * DeviceLink.AfterRefusal, $"five tries within {elapsed}");
        Assert.All(_log.All, line => Assert.Contains("not connected (refused: NotAuthorized); next try in ", line, StringComparison.Ordinal));
        Assert.DoesNotContain(_log.All, line => line.Contains("wrong-key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_TakenOverAgainAndAgain_DoesNotFightInATightLoop()
    {
        await using var server = new TakingOver();
        await using var running = Run(server.Address, Broker.Key);

        var elapsed = await Failures(5);

        Assert.All(_log.All.Where(IsFailure), line => Assert.Contains("not connected (another session took over); next try in ", line, StringComparison.Ordinal));
        Assert.True(elapsed >= 4 * DeviceLink.AfterTakeOver, $"five take-overs within {elapsed}");
        Assert.Equal(5, server.Connects);
    }

    [Fact]
    public async Task Run_WhenTheServerIsGone_SaysThatTheConnectionClosed()
    {
        await using var broker = await Broker.Start();
        await using var running = Run(broker.Server, Broker.Key);
        await broker.Next(m => m.Channel == "hello");
        await Connected();

        await broker.Down();
        await Failures(2);

        Assert.Contains("not connected (the connection was closed); ", _log.All.First(IsFailure), StringComparison.Ordinal);
        Assert.Contains("Connection refused", _log.All.Where(IsFailure).ElementAt(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenTheServerHangs_LooksForAnotherWithinTenSeconds()
    {
        await using var broker = await Broker.Start();
        await using var running = Run(broker.Server, Broker.Key);
        await broker.Next(m => m.Channel == "hello");
        await Connected();
        using var timer = new PeriodicTimer(Tick);
        using var limit = new CancellationTokenSource(Patience);

        broker.Freeze();
        var began = _time.GetTimestamp();
        while (!_log.All.Any(IsFailure))
        {
            _time.Advance(Step);
            await timer.WaitForNextTickAsync(limit.Token);
        }

        Assert.Contains("not connected (the server does not answer); ", _log.All.First(IsFailure), StringComparison.Ordinal);
        Assert.InRange(_time.GetElapsedTime(began), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _temp.Dispose();
    }

    private static bool IsFailure(string line) => line.Contains(": not connected (", StringComparison.Ordinal);

    /// <summary>Waits until the session is complete, its subscription too.</summary>
    private async Task Connected()
    {
        using var timer = new PeriodicTimer(Tick);
        using var limit = new CancellationTokenSource(Patience);
        while (!_log.All.Any(line => line.Contains(": connected;", StringComparison.Ordinal)))
            await timer.WaitForNextTickAsync(limit.Token);
    }

    /// <summary>Lets the clock run until a link has failed so often; how much time went by on it from the first failure.</summary>
    private async Task<TimeSpan> Failures(int count)
    {
        using var timer = new PeriodicTimer(Tick);
        using var limit = new CancellationTokenSource(Patience);
        while (!_log.All.Any(IsFailure))
            await timer.WaitForNextTickAsync(limit.Token);

        var first = _time.GetTimestamp();
        while (_log.All.Count(IsFailure) < count)
        {
            _time.Advance(Step);
            await timer.WaitForNextTickAsync(limit.Token);
        }

        return _time.GetElapsedTime(first);
    }

    private Running Run(string server, string key, Authority? authority = null, string name = "one") => new(
        new CameraOptions { DeviceId = Broker.Device, Key = key },
        new AgentOptions { Server = server, AuthorityFile = authority?.CertificateFile },
        new Outbox(Broker.Device, _temp["journal-" + name], _log),
        _time,
        _log);

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Outbox _outbox;
        private readonly Task _run;

        public Running(CameraOptions camera, AgentOptions agent, Outbox outbox, TimeProvider time, Lines log)
        {
            _outbox = outbox;
            _run = new DeviceLink(camera, agent, outbox, new Owner(time), time, log).Run(_stop.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _run.WaitAsync(Programs.Patience);
            _outbox.Dispose();
            _stop.Dispose();
        }
    }

    /// <summary>A server that gives every session away at once to somebody with the same id; Debian's mosquitto does not say that it does.</summary>
    private sealed class TakingOver : IAsyncDisposable
    {
        private static readonly byte[] Accepted = [0x20, 3, 0, 0, 0];
        private static readonly byte[] TakenOver = [0xe0, 2, 0x8e, 0];

        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;
        private int _connects;

        public TakingOver()
        {
            _listener.Start();
            Address = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
            _serving = Serve();
        }

        public string Address { get; }

        public int Connects => Volatile.Read(ref _connects);

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving.WaitAsync(Programs.Patience);
            _listener.Dispose();
        }

        private async Task Serve()
        {
            while (true)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    var stream = client.GetStream();
                    var buffer = new byte[4096];
                    _ = await stream.ReadAsync(buffer);
                    Interlocked.Increment(ref _connects);
                    await stream.WriteAsync(Accepted);

                    // The hello: the session has begun.
                    _ = await stream.ReadAsync(buffer);
                    await stream.WriteAsync(TakenOver);
                    while (await stream.ReadAsync(buffer) > 0)
                    {
                        // Until the device has closed it.
                    }
                }
                catch (IOException)
                {
                    // The device was faster.
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }

    private sealed class Owner(TimeProvider time) : ILinkOwner
    {
        public Hello Hello() => new() { Protocol = Limits.Version, Kind = WireDeviceKind.Camera, Model = "m", Firmware = "1", Boot = "b", Clock = time.GetUtcNow(), Sensors = [] };

        public void OnCommand(byte[] payload)
        {
        }

        public bool IsOnCard(DateTimeOffset start) => true;
    }
}
