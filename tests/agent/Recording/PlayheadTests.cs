using Microsoft.Extensions.Logging.Abstractions;
using Mihari.Agent.Recording;
using Mihari.Protocol;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Recording;

public sealed class PlayheadTests : ICardObserver, IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 4, 0, TimeSpan.Zero);

    private readonly TempFolder _temp = new();

    public DateTimeOffset? Announced => null;

    [Fact]
    public async Task Next_LongRecording_ComesInPiecesOfSeconds()
    {
        var ring = Ring();
        await Record(ring, 0, 125);
        var head = new Playhead(ring, Start.AddSeconds(2.5));
        var played = new List<int>();

        while (Next(head, out _) is { Count: > 0 } piece)
        {
            Assert.InRange(piece.Count, 1, 5);
            played.AddRange(piece);
        }

        Assert.Equal(Enumerable.Range(2, 123), played);
    }

    [Fact]
    public async Task Next_PlayedToTheEnd_TellsOfTheNextFragment()
    {
        var ring = Ring();
        await Record(ring, 0, 3);
        var head = new Playhead(ring, Start);
        Assert.Equal([0, 1, 2], Next(head, out _));
        Assert.Empty(Next(head, out var grown));
        Assert.False(grown.IsCompleted);

        await Record(ring, 3, 1);

        await grown.WaitAsync(Programs.Patience);
        Assert.Equal([3], Next(head, out _));
    }

    /// <summary>A time on the card has milliseconds; a picture comes when it comes.</summary>
    [Fact]
    public async Task Next_TimesBetweenMilliseconds_PlaysEachOnce()
    {
        var ring = Ring();
        var head = new Playhead(ring, Start);
        var played = new List<int>();
        foreach (var fragment in await Samples.Recording(Start.AddMicroseconds(600), 70))
        {
            ring.Append(fragment);
            played.AddRange(Next(head, out _));
            Assert.Empty(Next(head, out var grown));
            Assert.False(grown.IsCompleted);
        }

        Assert.Equal(Enumerable.Range(0, 70), played);
    }

    [Fact]
    public async Task Next_OverwrittenMeanwhile_GoesOnWithTheOldestThatIsLeft()
    {
        var ring = Ring(40 * (await Samples.Fragments())[0].Bytes.Length);
        await Record(ring, 0, 10);
        var head = new Playhead(ring, Start);
        Assert.Equal([0, 1, 2, 3, 4], Next(head, out _));

        await Record(ring, 10, 170);

        var oldest = (int)(ring.Report().Oldest!.Value - Start).TotalSeconds;
        Assert.InRange(oldest, 10, 179);
        Assert.Equal(oldest, Next(head, out _)[0]);
    }

    [Theory]
    [InlineData("removed", 60)]
    [InlineData("side file removed", 60)]
    [InlineData("damaged", 60)]
    public async Task Next_MinuteCannotBeRead_IsPassedOver(string damage, int next)
    {
        var ring = Ring();
        await Record(ring, 0, 70);
        var head = new Playhead(ring, Start);
        Assert.Equal([0, 1, 2, 3, 4], Next(head, out _));
        var file = Directory.EnumerateFiles(_temp.Path, "*.mp4", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        if (damage == "removed")
            File.Delete(file);
        else if (damage == "damaged")
            await File.WriteAllBytesAsync(file, new byte[new FileInfo(file).Length]);
        else
            File.Delete(Path.ChangeExtension(file, ".json"));

        Assert.Equal(next, Next(head, out _)[0]);
    }

    /// <summary>Two minutes then cover the same time; each moment is played once.</summary>
    [Fact]
    public async Task Next_ClockWasSetBack_NeverGoesBack()
    {
        var ring = Ring();
        await Record(ring, 0, 50);
        await Record(ring, 30, 60);
        var head = new Playhead(ring, Start.AddSeconds(20));
        var played = new List<int>();

        while (Next(head, out _) is { Count: > 0 } piece)
            played.AddRange(piece);

        Assert.Equal(Enumerable.Range(20, 70), played);
    }

    /// <summary>Minutes from before there was sound, then some with it: each has its own start, and none is left out.</summary>
    [Fact]
    public async Task Next_SoundCameAndWent_PlaysOnOverIt()
    {
        var ring = Ring();
        await Record(ring, 0, 5);
        await Record(ring, 5, 70, sound: true);
        await Record(ring, 75, 5);
        var head = new Playhead(ring, Start);
        var played = new List<(int Second, bool Sound)>();

        while (head.Next(out _) is { Count: > 0 } piece)
            played.AddRange(piece.Select(f => ((int)(f.At - Start).TotalSeconds, f.Fragment.Sound is not null)));

        Assert.Equal(Enumerable.Range(0, 80).Select(i => (i, i is >= 5 and < 75)), played);
    }

    public void OnMinuteClosed(SegmentManifest minute)
    {
    }

    public void OnCardState(WireSdState state) => Assert.Fail($"the card is {state}");

    public void Dispose() => _temp.Dispose();

    private static List<int> Next(Playhead head, out Task grown) => [.. head.Next(out grown).Select(f => (int)(f.At - Start).TotalSeconds)];

    private static async Task Record(RecordingRing ring, int from, int count, bool sound = false)
    {
        foreach (var fragment in await Samples.Recording(Start.AddSeconds(from), count, sound))
            ring.Append(fragment);
    }

    private RecordingRing Ring(long capacity = 1 << 30)
    {
        var ring = new RecordingRing("0011223344AA", new RecordingFolder(_temp.Path), capacity, this, (_, _) => [], NullLogger.Instance);
        ring.Open();
        return ring;
    }
}
