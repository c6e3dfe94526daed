using System.Globalization;
using System.Security.Cryptography;
using Mihari.Media;
using Mihari.Tests.Storage.CrashWriter;
using Mihari.Timeline;
using Orleans;
using Orleans.Runtime;
using Xunit.Abstractions;

namespace Mihari.Tests.Storage.Crash;

/// <summary>
/// A process that writes as fast as it can is killed with SIGKILL at random moments, again and again on the same folder:
/// what it had acknowledged is there, once; what it had not is whole or absent.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 6;

    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<(string Owner, string Id)> _timeline = [];
    private readonly Dictionary<string, (long Value, string ETag)> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _media = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_InTheMiddleOfWriting_LosesAndDoublesNothingAcknowledged()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var lines = Random.Shared.Next(1, 4_000);
            var said = await CrashWriterProcess.RunUntil(_folder.Path, round, lines);
            var trying = Note(said);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: killed after line {lines}, {said.Count} lines in all; cut off: {string.Join(' ', trying)}"));

            await using var storage = new EmbeddedStorage(_folder.Path);
            await RetryWhatWasCutOff(storage, trying);
            await storage.Sweeper.Sweep(CancellationToken.None);
            await CheckTimeline(storage);
            await CheckStates(storage);
            await CheckMedia(storage);
        }
    }

    /// <summary>Remembers the acknowledged; the media keys that were being written or deleted at the kill.</summary>
    private HashSet<string> Note(List<string[]> said)
    {
        var trying = new HashSet<string>(StringComparer.Ordinal);
        foreach (var words in said)
        {
            switch (words[0])
            {
                case "timeline":
                    Assert.True(_timeline.Add((words[1], words[2])));
                    break;
                case "state":
                    _states[words[1]] = (long.Parse(words[2], CultureInfo.InvariantCulture), words[3]);
                    break;
                case "trying":
                    trying.Add(words[1]);
                    break;
                case "stored":
                    trying.Remove(words[1]);
                    _media[words[1]] = words[2];
                    break;
                case "deleted":
                    trying.Remove(words[1]);
                    _media.Remove(words[1]);
                    _deleted.Add(words[1]);
                    break;
                default:
                    Assert.Fail("the writer said " + words[0]);
                    break;
            }
        }

        return trying;
    }

    /// <summary>Before the sweep: what a crash leaves must not stand in the way of the device that sends again.</summary>
    private async Task RetryWhatWasCutOff(EmbeddedStorage storage, HashSet<string> trying)
    {
        foreach (var key in trying)
        {
            var bytes = RandomNumberGenerator.GetBytes(1_000);
            var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var outcome = await storage.Media.Write(key, new MediaPromise(bytes.Length, sha, "image/jpeg"), new MemoryStream(bytes), default);
            Assert.True(outcome is MediaWriteOutcome.Stored or MediaWriteOutcome.AlreadyThere);
            _media[key] = outcome == MediaWriteOutcome.Stored ? sha : (await storage.Media.Find(key, default))!.Sha256;
        }
    }

    private async Task CheckTimeline(EmbeddedStorage storage)
    {
        foreach (var acknowledged in _timeline.GroupBy(entry => entry.Owner, StringComparer.Ordinal))
        {
            var found = await AllIds(storage, acknowledged.Key);
            Assert.Equal(found.Count, found.Distinct(StringComparer.Ordinal).Count());
            Assert.Subset(found.ToHashSet(StringComparer.Ordinal), acknowledged.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal));
            // One worker an owner: at most one entry a round was durable without having been acknowledged.
            Assert.InRange(found.Count - acknowledged.Count(), 0, Rounds);
        }
    }

    private static async Task<List<string>> AllIds(EmbeddedStorage storage, string owner)
    {
        var ids = new List<string>();
        string? continuation = null;
        do
        {
            var page = await storage.Timeline.Read(new TimelineQuery(owner, TimelineKind.Event, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Limit: 1000, Continuation: continuation));
            Assert.All(page.Entries, entry => Assert.Contains(entry.Id, System.Text.Encoding.UTF8.GetString(entry.Body.Span), StringComparison.Ordinal));
            ids.AddRange(page.Entries.Select(entry => entry.Id));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return ids;
    }

    private async Task CheckStates(EmbeddedStorage storage)
    {
        foreach (var (grain, acknowledged) in _states)
        {
            var state = new GrainState<Counter>();
            await storage.GrainStorage.ReadStateAsync("crash", GrainId.Create("crash", grain), state);
            Assert.True(state.RecordExists);
            if (state.State!.Value == acknowledged.Value)
                Assert.Equal(acknowledged.ETag, state.ETag);
            else
                Assert.Equal(acknowledged.Value + 1, state.State.Value);
            // A grain that comes back goes on with what it has read.
            await storage.GrainStorage.WriteStateAsync("crash", GrainId.Create("crash", grain), state);
            _states[grain] = (state.State.Value, state.ETag!);
        }
    }

    private async Task CheckMedia(EmbeddedStorage storage)
    {
        foreach (var (key, sha) in _media)
        {
            await using var stream = await storage.Media.Open(key, default);
            Assert.NotNull(stream);
            Assert.Equal(sha, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream)));
        }

        foreach (var key in _deleted)
            Assert.Null(await storage.Media.Find(key, default));

        Assert.Equal(_media.Count, Directory.EnumerateFiles(Path.Combine(_folder.Path, "media"), "*", SearchOption.AllDirectories).Count());
        Assert.Equal(0, await storage.Sweeper.Sweep(CancellationToken.None));
    }
}
