using Mihari.Agent.Media;
using Mihari.Agent.Recording;
using Mihari.Protocol;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Recording;

/// <summary>A minute that was being recorded when the machine stopped: what is whole of it is kept.</summary>
public sealed class TornMinuteTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 4, 5, 678, TimeSpan.Zero);

    private readonly TempFolder _temp = new();
    private readonly Lines _log = new();
    private readonly Observer _observer = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_CutAnywhere_KeepsEveryWholeFragmentAndNothingElse(bool sound)
    {
        var whole = await Torn(12, sound);
        var ends = await Ends(sound);
        var random = new Random(20261122);
        var cuts = Enumerable.Range(0, 60).Select(_ => random.Next(whole.Length + 1))
            .Concat(ends).Concat(ends.Select(end => end - 1)).Concat(ends.Select(end => Math.Min(end + 1, whole.Length))).Prepend(0).Distinct();
        foreach (var cut in cuts)
        {
            await Write(whole[..cut]);
            var kept = ends.Count(end => end <= cut) - 1;

            var ring = Ring();

            await Holds(ring, whole, ends, kept, $"cut at {cut}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_TailThatIsGarbage_KeepsWhatComesBefore(bool sound)
    {
        var whole = await Torn(12, sound);
        var ends = await Ends(sound);
        var random = new Random(7);
        for (var i = 0; i < 20; i++)
        {
            // A power cut may leave a file of its length whose last blocks were never written.
            var from = random.Next(ends[0], whole.Length);
            var torn = whole.ToArray();
            if (i % 2 == 0)
                torn.AsSpan(from).Clear();
            else
                random.NextBytes(torn.AsSpan(from));
            await Write(torn);

            var ring = Ring();

            var listed = ring.List(Start, Start.AddHours(1), 10);
            var least = ends.Count(end => end <= from) - 1;
            Assert.True(least == 0 || listed.Count == 1, $"damage from {from}");
            if (listed.Count == 1)
            {
                Assert.InRange(listed[0].DurationMs, least * 1000, 12_000);
                Assert.NotEmpty(ring.Read(Start, Start.AddSeconds(listed[0].DurationMs / 1000)));
                Assert.Equal(whole[..Math.Min(from, (int)listed[0].Bytes)], ring.ReadMinute(listed[0].Start)![..Math.Min(from, (int)listed[0].Bytes)]);
            }
        }
    }

    /// <summary>A power cut may leave a file of its length whose last blocks were never written: a fragment that ends in them is not whole.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_TailNeverWritten_DropsTheFragmentThatItBeginsIn(bool sound)
    {
        var whole = await Torn(12, sound);
        var ends = await Ends(sound);
        var last = (await Samples.Fragments(sound))[4];
        var froms = last.Pictures.Samples(last.Bytes).Concat(last.Sound?.Samples(last.Bytes) ?? [])
            .SelectMany(sample => (int[])[sample.Start.Value, (sample.Start.Value + sample.End.Value) / 2, sample.End.Value - 1]);
        foreach (var from in froms)
        {
            var torn = whole[..ends[5]];
            torn.AsSpan(ends[4] + from).Clear();
            await Write(torn);

            await Holds(Ring(), whole, ends, 4, $"nothing from {from} on");
        }
    }

    [Fact]
    public async Task Open_Torn_SaysWhatWasKeptAndLostAndAnnouncesIt()
    {
        var whole = await Torn(12);
        var ends = await Ends();
        await Write(whole[..(ends[7] + 100)]);
        _observer.Announced = Start.AddMinutes(-1);

        Ring();

        Assert.Equal((Start, 7000), Assert.Single(_observer.Closed.Select(m => (m.Start, m.DurationMs))));
        Assert.Equal("0011223344AA: kept 7 s of the torn recording 030405678.mp4, dropped 100 bytes at its end", Assert.Single(_log.All).TrimEnd());
        Assert.Equal(7000, Assert.Single(Ring().List(Start, Start.AddHours(1), 10)).DurationMs);
        Assert.Single(_log.All);
    }

    [Fact]
    public async Task Open_NoWholeFragment_DropsTheFileAndSaysSo()
    {
        var whole = await Torn(3);
        await Write(whole[..((await Ends())[1] - 1)]);

        Assert.Empty(Ring().List(Start, Start.AddHours(1), 10));

        Assert.Empty(Directory.EnumerateFiles(_temp.Path, "*", SearchOption.AllDirectories));
        Assert.Equal("0011223344AA: dropped the torn recording 030405678.mp4", Assert.Single(_log.All).TrimEnd());
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>What is listed plays, is what was recorded, and can be cut into a clip.</summary>
    private async Task Holds(RecordingRing ring, byte[] whole, List<int> ends, int kept, string what)
    {
        var listed = ring.List(Start, Start.AddHours(1), 10);
        if (kept <= 0)
        {
            Assert.True(listed.Count == 0, what);
            Assert.Empty(Directory.EnumerateFiles(_temp.Path, "*", SearchOption.AllDirectories));
            return;
        }

        var minute = Assert.Single(listed);
        Assert.True((Start, kept * 1000) == (minute.Start, minute.DurationMs), $"{what}: {minute}");
        var bytes = ring.ReadMinute(minute.Start)!;
        Assert.Equal(whole[..ends[kept]], bytes);
        Assert.Equal(minute.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        var reader = new FragmentReader(new MemoryStream(bytes));
        for (var i = 0; i < kept; i++)
            Assert.NotNull(await reader.Next(CancellationToken.None));
        Assert.Null(await reader.Next(CancellationToken.None));
        var read = ring.Read(Start, Start.AddSeconds(kept));
        Assert.Equal(Enumerable.Range(0, kept).Select(i => Start.AddSeconds(i)), read.Select(f => f.At));
        Assert.Equal(TimeSpan.Zero, Clip.Join(read, Start, Start.AddSeconds(kept))!.Missing);
    }

    /// <summary>The file of an open minute of so many seconds.</summary>
    private async Task<byte[]> Torn(int seconds, bool sound = false)
    {
        var ring = Ring();
        foreach (var fragment in await Samples.Recording(Start, seconds, sound))
            ring.Append(fragment);
        return await File.ReadAllBytesAsync(Assert.Single(Directory.EnumerateFiles(_temp.Path, "*", SearchOption.AllDirectories)));
    }

    /// <summary>Where the start ends, then each fragment.</summary>
    private static async Task<List<int>> Ends(bool sound = false)
    {
        var fragments = await Samples.Fragments(sound);
        var ends = new List<int> { fragments[0].Init.Bytes.Length };
        foreach (var fragment in fragments)
            ends.Add(ends[^1] + fragment.Bytes.Length);
        return ends;
    }

    private async Task Write(byte[] content)
    {
        Directory.Delete(_temp["20261122"], recursive: true);
        Directory.CreateDirectory(_temp["20261122"]);
        await File.WriteAllBytesAsync(_temp["20261122/030405678.mp4"], content);
    }

    private RecordingRing Ring()
    {
        var ring = new RecordingRing("0011223344AA", new RecordingFolder(_temp.Path), 1 << 30, _observer, (_, _) => [], _log);
        ring.Open();
        return ring;
    }

    private sealed class Observer : ICardObserver
    {
        public DateTimeOffset? Announced { get; set; } = DateTimeOffset.MaxValue;

        public List<SegmentManifest> Closed { get; } = [];

        public void OnMinuteClosed(SegmentManifest minute) => Closed.Add(minute);

        public void OnCardState(WireSdState state)
        {
        }
    }
}
