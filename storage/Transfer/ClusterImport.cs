using System.Collections.Concurrent;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Mihari.Media;
using Mihari.Storage.Azure;
using Mihari.Storage.Media;
using Orleans.Runtime;
using Orleans.Storage;

namespace Mihari.Storage.Transfer;

/// <summary>
/// Brings a data folder, or a backup of either profile, into the account of a cluster that is empty. Each step can be repeated: an
/// import that broke off goes on where it was when it is run again.
/// </summary>
public sealed class ClusterImport
{
    private const int AtOnce = 16;
    private const int EntriesAtOnce = 500;

    private readonly ClusterStores _stores;

    internal ClusterImport(ClusterStores stores) => _stores = stores;

    /// <summary>Imports, and compares what is there then with the source.</summary>
    /// <exception cref="StorageUnavailableException">The source cannot be read, the account has data of its own, or they do not agree in the end.</exception>
    public async Task Run(string from, TransferProgress progress, CancellationToken cancel)
    {
        using var source = await ImportSource.Open(from, cancel);
        if (source.Counts.Reminders > 0)
            throw new StorageUnavailableException("the data folder has reminders, which this version does not move: nothing was imported");

        await _stores.Run(() => Run(source, progress, cancel), cancel);
    }

    private async Task<bool> Run(ImportSource source, TransferProgress progress, CancellationToken cancel)
    {
        var mark = new ImportMark(source.Fingerprint, IsFinished: false);
        await Begin(mark, progress, cancel);
        await Keys(source, progress, cancel);
        var lost = await Media(source, progress, cancel);
        await Timeline(source, progress, cancel);
        await States(source, progress, cancel);
        await new ImportCheck(_stores, source, lost).Run(progress, cancel);
        await mark.Finish(_stores.Azure, cancel);
        return true;
    }

    private async Task Begin(ImportMark mark, TransferProgress progress, CancellationToken cancel)
    {
        var prefix = _stores.Azure.Options.Prefix;
        var elsewhere = $"set {AzureStorageOptions.Section}:{nameof(AzureStorageOptions.Prefix)} to another one, or empty it";
        switch (await ImportMark.Find(_stores.Azure, cancel))
        {
            case { IsFinished: true }:
                throw new StorageUnavailableException($"the prefix {prefix} has been imported into already: {elsewhere}");
            case { } begun when begun != mark:
                throw new StorageUnavailableException($"an import into the prefix {prefix} from another source, or before the server ran on this one again, was broken off: {elsewhere}");
            case { }:
                progress.Say("an import that broke off goes on");
                return;
        }

        if (await _stores.States.Count(1, cancel) > 0 || await _stores.Timeline.Count(1, cancel) is not (0, 0))
            throw new StorageUnavailableException($"the prefix {prefix} has data already: {elsewhere}");
        await mark.Begin(_stores.Azure, cancel);
    }

    private async Task Keys(ImportSource source, TransferProgress progress, CancellationToken cancel)
    {
        progress.Begin("keys of sessions");
        foreach (var name in OtherFiles.Of(source.Path).Where(name => name.StartsWith(OtherFiles.Keys + "/", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal)))
        {
            XElement key;
            try
            {
                await using var file = File.OpenRead(Path.Combine(source.Path, name));
                key = await XElement.LoadAsync(file, LoadOptions.None, cancel);
            }
            catch (XmlException e)
            {
                throw new StorageUnavailableException($"the key {Path.Combine(source.Path, name)} cannot be read: delete it, and sessions that it signed end", e);
            }

            _stores.Keys.StoreElement(key, Path.GetFileNameWithoutExtension(name));
            progress.Step();
        }

        progress.End();
    }

    /// <summary>The keys of objects that could not be brought over: their files are missing or damaged.</summary>
    private async Task<IReadOnlySet<string>> Media(ImportSource source, TransferProgress progress, CancellationToken cancel)
    {
        progress.Begin("media", source.Counts.Media);
        var lost = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        await EachOf(source.Data.Media(), async (row, stop) =>
        {
            await using var file = MediaFiles.OpenOf(source.Path, row.File);
            if (file is null || await _stores.Media.Write(row.Key, row.Promise, file, stop) == MediaWriteOutcome.NotAsPromised)
                lost[row.Key] = true;
            progress.Step();
        }, cancel);
        progress.End();
        if (!lost.IsEmpty)
            progress.Say(string.Create(CultureInfo.InvariantCulture, $"{lost.Count} media files are missing or damaged; they were left out"));
        return lost.Keys.ToHashSet(StringComparer.Ordinal);
    }

    private async Task Timeline(ImportSource source, TransferProgress progress, CancellationToken cancel)
    {
        progress.Begin("timeline entries", source.Counts.Entries);
        await EachOf(source.Data.Timeline().Chunk(EntriesAtOnce), async (entries, stop) =>
        {
            await _stores.Timeline.Append(entries, stop);
            progress.Step(entries.Length);
        }, cancel);
        progress.End();
    }

    private async Task States(ImportSource source, TransferProgress progress, CancellationToken cancel)
    {
        progress.Begin("grain states", source.Counts.States);
        await EachOf(source.Data.States(), async (stored, stop) =>
        {
            var grain = GrainId.Parse(stored.Grain, CultureInfo.InvariantCulture);
            try
            {
                await _stores.Calls.Run("state.write", () => _stores.States.Store(stored.State, grain, null, stored.Payload, stop), stop);
            }
            catch (InconsistentStateException)
            {
                // From before it broke off, mostly.
                if (await _stores.States.Find(stored.State, grain, stop) is not var (_, there) || !there.ToMemory().Span.SequenceEqual(stored.Payload.Span))
                    throw new StorageUnavailableException($"the state {stored.State} was changed in the prefix {_stores.Azure.Options.Prefix} during the import: empty it, and begin anew");
            }

            progress.Step();
        }, cancel);
        progress.End();
    }

    private static Task EachOf<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> work, CancellationToken cancel) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, (item, stop) => new ValueTask(work(item, stop)));
}
