using Mihari.Agent.Media;
using Mihari.Agent.Recording;
using Mihari.Protocol;
using Mihari.Tests.Agent.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mihari.Tests.Agent.Recording;

public sealed class RecordingRingTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 4, 0, TimeSpan.Zero);

    private readonly TempFolder _temp = new();
    private readonly Observer _observer = new();

    [Fact]
    public async Task Append_OverTheMinute_ClosesAMinuteThatPlaysOnItsOwn()
    {
        var ring = Ring();
        await Record(ring, Start.AddSeconds(50), 20);

        var minute = Assert.Single(_observer.Closed);
        Assert.Equal(Start.AddSeconds(50), minute.Start);
        Assert.Equal(10_000, minute.DurationMs);
        Assert.Equal([[1000, 2000]], minute.Motion);
        var bytes = ring.ReadMinute(minute.Start)!;
        Assert.Equal(minute.Bytes, bytes.Length);
        Assert.Equal(minute.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        var reader = new FragmentReader(new MemoryStream(bytes));
        for (var i = 0; i < 10; i++)
            Assert.NotNull(await reader.Next(CancellationToken.None));
        Assert.Null(await reader.Next(CancellationToken.None));
    }

    [Fact]
    public async Task Append_BeyondCapacity_OverwritesTheOldestMinutes()
    {
        var capacity = 40 * (await Samples.Fragments())[0].Bytes.Length;
        var ring = Ring(capacity);
        await Record(ring, Start, 180);

        var report = ring.Report();
        Assert.InRange(report.UsedBytes!.Value, capacity / 3, capacity);
        Assert.True(report.Oldest > Start.AddSeconds(60), $"oldest is {report.Oldest:O}");
        Assert.Empty(ring.Read(Start, Start.AddSeconds(30)));
        Assert.NotEmpty(ring.Read(Start.AddSeconds(170), Start.AddSeconds(180)));
        Assert.Equal(WireSdState.Ok, report.State);
        Assert.InRange(Directory.EnumerateFiles(_temp.Path, "*.mp4", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length), 1, capacity);
    }

    [Fact]
    public async Task Read_SpanAcrossClosedAndOpenMinute_IsComplete()
    {
        var ring = Ring();
        await Record(ring, Start.AddSeconds(50), 20);

        var read = ring.Read(Start.AddSeconds(55.5), Start.AddSeconds(64.5));

        Assert.Equal(Enumerable.Range(55, 10).Select(i => Start.AddSeconds(i)), read.Select(f => f.At));
        Assert.Equal(TimeSpan.Zero, Clip.Join(read, Start.AddSeconds(55.5), Start.AddSeconds(64.5))!.Missing);
    }

    [Fact]
    public async Task Open_AfterACrash_KeepsTheTornMinuteShortened()
    {
        await Record(Ring(), Start.AddSeconds(50), 20);

        var again = Ring();

        Assert.Equal([(Start.AddSeconds(50), 10_000), (Start.AddSeconds(60), 10_000)], again.List(Start, Start.AddHours(1), 500).Select(m => (m.Start, m.DurationMs)));
        Assert.Equal(10, again.Read(Start.AddSeconds(60), Start.AddSeconds(70)).Count);
        Assert.Equal(2, Directory.EnumerateFiles(_temp.Path, "*.mp4", SearchOption.AllDirectories).Count());
    }

    [Theory]
    [InlineData("cut", 19)]
    [InlineData("manifest cut", 20)]
    [InlineData("no manifest", 20)]
    [InlineData("broken box", 17)]
    public async Task Open_DamagedMinute_IsShortened(string damage, int seconds)
    {
        var ring = Ring();
        await Record(ring, Start, 20);
        ring.CloseMinute();
        var file = Directory.EnumerateFiles(_temp.Path, "*.mp4", SearchOption.AllDirectories).Single();
        var side = Path.ChangeExtension(file, ".json");
        switch (damage)
        {
            case "cut":
                await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..^100]);
                break;
            case "manifest cut":
                await File.WriteAllTextAsync(side, (await File.ReadAllTextAsync(side))[..^10]);
                break;
            case "no manifest":
                File.Delete(side);
                break;
            default:
                var bytes = await File.ReadAllBytesAsync(file);
                bytes.AsSpan((int)(bytes.Length * 0.9)..).Clear();
                bytes.AsSpan(bytes.AsSpan().LastIndexOf("moof"u8), 4).Clear();
                await File.WriteAllBytesAsync(file, bytes);
                break;
        }

        var again = Ring();

        Assert.Equal((Start, seconds * 1000), Assert.Single(again.List(Start, Start.AddHours(1), 500).Select(m => (m.Start, m.DurationMs))));
        Assert.Equal(seconds, again.Read(Start, Start.AddMinutes(1)).Count);
    }

    [Fact]
    public async Task Append_FolderGoesAndComesBack_ReportsMissingThenOk()
    {
        var ring = Ring();
        await Record(ring, Start, 3);
        Directory.Delete(_temp.Path, recursive: true);
        await Record(ring, Start.AddSeconds(3), 2);
        Assert.Equal(WireSdState.Missing, ring.Report().State);
        Directory.CreateDirectory(_temp.Path);
        await Record(ring, Start.AddSeconds(5), 2);

        Assert.Equal([WireSdState.Missing, WireSdState.Ok], _observer.States);
        Assert.Equal(2, ring.Read(Start, Start.AddMinutes(1)).Count);
    }

    [Theory]
    [InlineData(28, WireSdState.Full)]
    [InlineData(30, WireSdState.ReadOnly)]
    [InlineData(5, WireSdState.Error)]
    public async Task Append_WriteFails_ReportsWhyAndRecovers(int errno, WireSdState state)
    {
        var failing = true;
        var ring = Ring(create: path => failing
            ? throw new IOException("the card", errno)
            : new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
        await Record(ring, Start, 3);
        Assert.Equal(state, ring.Report().State);
        failing = false;
        await Record(ring, Start.AddSeconds(3), 3);

        Assert.Equal([state, WireSdState.Ok], _observer.States);
        Assert.Equal(3, ring.Read(Start, Start.AddMinutes(1)).Count);
    }

    [Fact]
    public async Task Append_DiskFilledByOthers_GivesUpTheOldestMinuteFirst()
    {
        var full = 0;
        var ring = Ring(create: path => Interlocked.Decrement(ref full) >= 0
            ? throw new IOException("no space left", 28)
            : new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
        await Record(ring, Start, 119);
        full = 1;
        await Record(ring, Start.AddSeconds(120), 5);

        Assert.Empty(_observer.States);
        Assert.Equal(Start.AddMinutes(1), ring.Report().Oldest);
    }

    [Theory]
    [InlineData(28, WireSdState.Full)]
    [InlineData(30, WireSdState.ReadOnly)]
    public async Task Check_CardThatFailsWithoutPictures_KeepsItsState(int errno, WireSdState state)
    {
        var ring = Ring(create: _ => throw new IOException("the card", errno));
        await Record(ring, Start, 1);

        ring.Check();

        Assert.Equal(state, ring.Report().State);
        Assert.Equal([state], _observer.States);
    }

    [Fact]
    public async Task Append_DayRemovedByHand_GoesOnRecording()
    {
        var capacity = 40 * (await Samples.Fragments())[0].Bytes.Length;
        var start = new DateTimeOffset(2026, 11, 21, 23, 59, 40, TimeSpan.Zero);
        var ring = Ring(capacity);
        await Record(ring, start, 25);
        Directory.Delete(_temp["20261121"], recursive: true);

        Assert.Empty(ring.Read(start, start.AddSeconds(10)));
        await Record(ring, start.AddSeconds(25), 60);

        Assert.Empty(_observer.States);
        Assert.True(ring.Report().Oldest > start);
    }

    [Fact]
    public async Task Open_CrashBeforeAMinuteWasAnnounced_AnnouncesIt()
    {
        await Record(Ring(), Start, 121);
        _observer.Closed.Clear();
        _observer.Announced = Start;

        Ring();

        Assert.Equal([Start.AddMinutes(1), Start.AddMinutes(2)], _observer.Closed.Select(m => m.Start));
    }

    [Fact]
    public async Task Append_PicturesPause_EndsTheMinute()
    {
        var ring = Ring();
        await Record(ring, Start, 5);
        await Record(ring, Start.AddSeconds(20), 5);
        ring.CloseMinute();

        Assert.Equal([(Start, 5000), (Start.AddSeconds(20), 5000)], ring.List(Start, Start.AddMinutes(1), 500).Select(m => (m.Start, m.DurationMs)));
    }

    [Fact]
    public async Task List_MoreThanAsked_GivesTheOldest()
    {
        var ring = Ring();
        await Record(ring, Start, 241);

        Assert.Equal([Start.AddMinutes(1), Start.AddMinutes(2)], ring.List(Start.AddMinutes(1), Start.AddHours(1), 2).Select(m => m.Start));
    }

    public void Dispose() => _temp.Dispose();

    private static async Task Record(RecordingRing ring, DateTimeOffset start, int seconds)
    {
        foreach (var fragment in await Samples.Recording(start, seconds))
            ring.Append(fragment);
    }

    private RecordingRing Ring(long capacity = 1 << 30, Func<string, Stream>? create = null)
    {
        var ring = new RecordingRing(
            "0011223344AA", new RecordingFolder(_temp.Path), capacity, _observer, (_, _) => [[1000, 2000]], NullLogger.Instance, create);
        ring.Open();
        return ring;
    }

    private sealed class Observer : ICardObserver
    {
        public DateTimeOffset? Announced { get; set; }

        public List<SegmentManifest> Closed { get; } = [];

        public List<WireSdState> States { get; } = [];

        public void OnMinuteClosed(SegmentManifest minute) => Closed.Add(minute);

        public void OnCardState(WireSdState state) => States.Add(state);
    }
}
