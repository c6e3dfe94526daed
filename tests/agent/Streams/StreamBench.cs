using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mihari.Agent.Media;
using Mihari.Agent.Recording;
using Mihari.Agent.Replies;
using Mihari.Agent.Streams;
using Mihari.Protocol;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Streams;

/// <summary>A desk for streams with its card, a server to stream to, and a clock that stands still.</summary>
internal sealed class StreamBench : ICardObserver, IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 4, 0, TimeSpan.Zero);

    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _run = new();

    public StreamBench(MediaServer? server = null, HttpClient? http = null)
    {
        Server = server ?? new MediaServer();
        Ring = new RecordingRing("0011223344AA", new RecordingFolder(Card.Path), 1 << 30, this, (_, _) => [], NullLogger.Instance);
        Ring.Open();
        Desk = new StreamDesk("0011223344AA", Ring, http ?? _http, Time, Log);
    }

    public TempFolder Card { get; } = new();

    public FakeTimeProvider Time { get; } = new(Start);

    public MediaServer Server { get; }

    public Lines Log { get; } = new();

    public RecordingRing Ring { get; }

    public StreamDesk Desk { get; }

    public DateTimeOffset? Announced => null;

    public void OnMinuteClosed(SegmentManifest minute)
    {
    }

    public void OnCardState(WireSdState state)
    {
    }

    public static IEnumerable<DateTimeOffset> Seconds(int from, int count) => Enumerable.Range(from, count).Select(s => Start.AddSeconds(s));

    /// <summary>A second of pictures.</summary>
    public static async Task<CapturedFragment> Fragment(int second) => (await Samples.Recording(Start.AddSeconds(second), 1))[0];

    public async Task Publish(int second) => Desk.OnFragment(await Fragment(second));

    /// <summary>Records seconds from the start, and lets the clock come to their end.</summary>
    public async Task Record(int from, int count, bool sound = false)
    {
        foreach (var fragment in await Samples.Recording(Start.AddSeconds(from), count, sound))
            Ring.Append(fragment);
        Time.SetUtcNow(Start.AddSeconds(from + count));
    }

    /// <summary>Does <c>stream</c>; completes with its reply.</summary>
    public Task Stream(string id = "s", double? from = null, string? url = null, int expiresIn = 60) => Desk.Start(
        Command(CommandNames.Stream, new StreamArgs { Stream = id, Url = url ?? Server.Address, From = from is { } f ? Start.AddSeconds(f) : null }, expiresIn),
        _run.Token).WaitAsync(Programs.Patience);

    public Task StopStream(string id = "s") =>
        Desk.Stop(new Command { Id = "x", Name = CommandNames.StopStream, Expires = Time.GetUtcNow().AddSeconds(60), Args = Wire.Element(new StopStreamArgs { Stream = id }, WireJson.Default.StopStreamArgs) }, _run.Token)
            .WaitAsync(Programs.Patience);

    public async Task<CommandFailedException> Refused(Task stream, string code)
    {
        var refused = await Assert.ThrowsAsync<CommandFailedException>(() => stream);
        Assert.Equal(code, refused.Code);
        Assert.DoesNotContain(MediaServer.Token, refused.Message, StringComparison.Ordinal);
        return refused;
    }

    public Command Command(string name, StreamArgs args, int expiresIn = 60) =>
        new() { Id = "c1", Name = name, Expires = Time.GetUtcNow().AddSeconds(expiresIn), Args = Wire.Element(args, WireJson.Default.StreamArgs) };

    /// <summary>The agent stops.</summary>
    public Task Cancel() => _run.CancelAsync();

    /// <summary>Completes when all streams have ended.</summary>
    public Task Ended() => Desk.Drained().WaitAsync(Programs.Patience);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Cancel();
        await Ended();
        Assert.DoesNotContain(Log.All, line => line.Contains(MediaServer.Token, StringComparison.Ordinal) || line.Contains("stream failed", StringComparison.Ordinal));
        _http.Dispose();
        Card.Dispose();
        _run.Dispose();
    }
}
