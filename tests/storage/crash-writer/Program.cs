using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mihari.Media;
using Mihari.Timeline;
using Orleans;
using Orleans.Runtime;

namespace Mihari.Tests.Storage.CrashWriter;

/// <summary>
/// Writes as fast as it can until it is killed: timeline entries, grain states and media. Each line it prints was durable
/// before it was printed; a line without the closing dot was cut by the kill.
/// <code>
/// timeline owner id .
/// state    grain value etag .
/// stored   key sha256 .
/// deleted  key .
/// </code>
/// A media key is announced with <c>trying key .</c>.
/// </summary>
internal static class Program
{
    private const int WorkersOfAKind = 4;
    private static readonly Lock Printing = new();
    private static readonly Stream Output = Console.OpenStandardOutput();

    public static async Task Main(string[] args)
    {
        var (folder, round) = (args[0], args[1]);
        await using var storage = new EmbeddedStorage(folder);
        var workers = new List<Task>();
        for (var i = 0; i < WorkersOfAKind; i++)
        {
            var worker = i;
            workers.Add(Task.Run(() => WriteTimeline(storage, $"owner-{worker}", $"{round}-{worker}")));
            workers.Add(Task.Run(() => WriteStates(storage, $"grain-{worker}")));
            workers.Add(Task.Run(() => WriteMedia(storage, $"clips/{round}/{worker}", worker)));
        }

        await Task.WhenAll(workers);
    }

    private static async Task WriteTimeline(EmbeddedStorage storage, string owner, string prefix)
    {
        for (var n = 0; ; n++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{n}");
            var body = Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","文":"動き"}""");
            await storage.Timeline.Append([new TimelineEntry(owner, TimelineKind.Event, DateTimeOffset.UnixEpoch.AddSeconds(n), id, 1, body)]);
            Print($"timeline {owner} {id}");
        }
    }

    private static async Task WriteStates(EmbeddedStorage storage, string grain)
    {
        var id = GrainId.Create("crash", grain);
        var state = new GrainState<Counter> { State = new Counter() };
        await storage.GrainStorage.ReadStateAsync("crash", id, state);
        while (true)
        {
            var next = new Counter(state.State!.Value + 1);
            state.State = next;
            await storage.GrainStorage.WriteStateAsync("crash", id, state);
            Print(string.Create(CultureInfo.InvariantCulture, $"state {grain} {next.Value} {state.ETag}"));
        }
    }

    private static async Task WriteMedia(EmbeddedStorage storage, string prefix, int worker)
    {
        var random = new Random(worker);
        for (var n = 0; ; n++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{prefix}/{n}.jpg");
            var bytes = new byte[random.Next(1, 400_000)];
            random.NextBytes(bytes);
            var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
            Print($"trying {key}");
            await storage.Media.Write(key, new MediaPromise(bytes.Length, sha, "image/jpeg"), new MemoryStream(bytes), CancellationToken.None);
            Print($"stored {key} {sha}");
            if (n % 5 != 4)
                continue;

            Print($"trying {key}");
            await storage.Media.Delete(key, CancellationToken.None);
            Print($"deleted {key}");
        }
    }

    private static void Print(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + " .\n");
        lock (Printing)
        {
            Output.Write(bytes);
            Output.Flush();
        }
    }
}

/// <summary>A state that shows which write was the last.</summary>
internal sealed record Counter(long Value)
{
    public Counter()
        : this(0)
    {
    }
}
