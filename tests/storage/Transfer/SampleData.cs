using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mihari.Media;
using Mihari.Tests.Storage.Conformance;
using Mihari.Timeline;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Mihari.Tests.Storage.Transfer;

/// <summary>A bit of everything that a profile keeps, written and read back through the providers' own interfaces.</summary>
internal static class SampleData
{
    public const string Key = """<key id="a" version="1"><value>秘密</value></key>""";

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 23, 59, 59, TimeSpan.Zero);

    public static string[] KeyFiles { get; } = ["key-2f6f7c2e-1111-4c1f-9b3e-0123456789ab.xml"];

    /// <summary>How much a backup's manifest has to count: states, entries, media.</summary>
    public static (int States, int Entries, int Media) Counts => (States.Length, Entries.Length, Media.Length);

    private static readonly (string State, GrainId Grain, BlobState Value)[] States =
    [
        ("building", GrainId.Create("building", "b-1"), new BlobState { Bytes = Bytes(10) }),
        ("room", GrainId.Create("room", "部屋/101 #?"), new BlobState { Bytes = Bytes(70_000) }),
        ("room", GrainId.Create("room", new string('長', 60)), new BlobState { Bytes = Bytes(30) }),
        ("camera", GrainId.Create("camera", "0011223344AA"), new BlobState { Bytes = Bytes(1_500_000) }),
        .. Enumerable.Range(0, 40).Select(n => ("sensor", GrainId.Create("sensor", string.Create(CultureInfo.InvariantCulture, $"s-{n}")), new BlobState { Bytes = Bytes(n) })),
    ];

    private static readonly TimelineEntry[] Entries =
    [
        .. from owner in new[] { "0011223344AA", "customer_1" }
           from kind in Enum.GetValues<TimelineKind>()
           from n in Enumerable.Range(0, 30)
           select new TimelineEntry(owner, kind, Start.AddHours(n * 5), string.Create(CultureInfo.InvariantCulture, $"e.{n}_x"), n % 3, Encoding.UTF8.GetBytes($$"""{"text":"見張り {{n}}"}""")),
    ];

    private static readonly (string Key, string Type, byte[] Bytes)[] Media =
    [
        ("clips/0011223344AA/2026-11-22/a.mp4", "video/mp4", Bytes(3_000_001)),
        ("thumbnails/b.", "image/jpeg", Bytes(1_000)),
        ("clips/empty.mp4", "video/mp4", []),
        .. Enumerable.Range(0, 20).Select(n => (string.Create(CultureInfo.InvariantCulture, $"clips/c/{n}.mp4"), "video/mp4", Bytes(100 + n))),
    ];

    public static async Task Write(IGrainStorage states, ITimeline timeline, IMediaStore media)
    {
        foreach (var (state, grain, value) in States)
            await states.WriteStateAsync(state, grain, new GrainState<BlobState>(value));
        await timeline.Append(Entries);
        foreach (var (key, type, bytes) in Media)
            Assert.Equal(MediaWriteOutcome.Stored, await media.Write(key, new MediaPromise(bytes.Length, Hash(bytes), type), new MemoryStream(bytes), default));
    }

    public static async Task Check(IGrainStorage states, ITimeline timeline, IMediaStore media)
    {
        foreach (var (state, grain, value) in States)
        {
            var read = new GrainState<BlobState>();
            await states.ReadStateAsync(state, grain, read);
            Assert.True(read.RecordExists, grain.ToString());
            Assert.Equal(value.Bytes, read.State!.Bytes);
        }

        foreach (var of in Entries.GroupBy(entry => (entry.Owner, entry.Kind)))
        {
            var page = await timeline.Read(new TimelineQuery(of.Key.Owner, of.Key.Kind, Start, Start.AddDays(100), NewestFirst: false, Limit: 1_000));
            Assert.Equal(of.Select(Facts), page.Entries.Select(Facts));
        }

        foreach (var (key, type, bytes) in Media)
        {
            var found = await media.Find(key, default);
            Assert.Equal((bytes.Length, Hash(bytes), type), ((int)found!.Length, found.Sha256, found.ContentType));
            await using var stream = await media.Open(key, default);
            using var copy = new MemoryStream();
            await stream!.CopyToAsync(copy);
            Assert.Equal(bytes, copy.ToArray());
        }
    }

    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static (DateTimeOffset At, string Id, int Revision, string Body) Facts(TimelineEntry entry) =>
        (entry.At, entry.Id, entry.Revision, Encoding.UTF8.GetString(entry.Body.Span));
}
