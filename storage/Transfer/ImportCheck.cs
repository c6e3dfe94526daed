using System.Globalization;
using System.Security.Cryptography;
using Mihari.Timeline;
using Orleans.Runtime;

namespace Mihari.Storage.Transfer;

/// <summary>Compares an account with what was imported into it: all counts, and a sample of the items in full.</summary>
internal sealed class ImportCheck(ClusterStores stores, ImportSource source, IReadOnlySet<string> lostMedia)
{
    private const int Sample = 200;
    private const int MediaSample = 20;

    /// <exception cref="StorageUnavailableException">They do not agree.</exception>
    public async Task Run(TransferProgress progress, CancellationToken cancel)
    {
        progress.Begin("compared");
        var counts = source.Counts;
        Same("grain states", counts.States, await stores.States.Count(long.MaxValue, cancel));
        Same("timeline entries", counts.Entries, (await stores.Timeline.Count(long.MaxValue, cancel)).Entries);
        Same("media objects", counts.Media - lostMedia.Count, await stores.Media.All(cancel).LongCountAsync(cancel));

        foreach (var stored in Every(source.Data.States(), counts.States, Sample))
        {
            var there = await stores.States.Find(stored.State, GrainId.Parse(stored.Grain, CultureInfo.InvariantCulture), cancel);
            Equal("a grain state", there is var (_, payload) && payload.ToMemory().Span.SequenceEqual(stored.Payload.Span), progress);
        }

        foreach (var entry in Every(source.Data.Timeline(), counts.Entries, Sample))
            Equal("a timeline entry", await Has(entry, cancel), progress);
        foreach (var media in Every(source.Data.Media().Where(row => !lostMedia.Contains(row.Key)), counts.Media, MediaSample))
        {
            await using var stream = await stores.Media.Open(media.Key, cancel);
            Equal("a media object", stream is not null && Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel)) == media.Promise.Sha256, progress);
        }

        progress.End();
    }

    private async Task<bool> Has(TimelineEntry entry, CancellationToken cancel)
    {
        string? continuation = null;
        do
        {
            var page = await stores.Timeline.Read(new TimelineQuery(entry.Owner, entry.Kind, entry.At, entry.At.AddMilliseconds(1), Limit: 1_000, Continuation: continuation), cancel);
            if (page.Entries.FirstOrDefault(found => found.Id == entry.Id) is { } there)
                return there.Revision == entry.Revision && there.Body.Span.SequenceEqual(entry.Body.Span);
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return false;
    }

    private static IEnumerable<T> Every<T>(IEnumerable<T> items, long count, int sample)
    {
        var step = Math.Max(1, count / sample);
        return items.Where((_, n) => n % step == 0);
    }

    private static void Same(string what, long expected, long found)
    {
        if (expected != found)
            throw new StorageUnavailableException(string.Create(CultureInfo.InvariantCulture, $"the import has {found} {what}, and its source {expected}: was a silo or another import running? Empty the account, and begin anew"));
    }

    private static void Equal(string what, bool isEqual, TransferProgress progress)
    {
        if (!isEqual)
            throw new StorageUnavailableException($"{what} that was imported is not what its source has: empty the account, and begin anew");
        progress.Step();
    }
}
