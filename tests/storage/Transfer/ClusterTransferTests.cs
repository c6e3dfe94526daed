using System.Net;
using Mihari.Storage;
using Mihari.Storage.Azure;
using Mihari.Storage.Transfer;
using Mihari.Tests.Storage.Azure;
using Mihari.Tests.Storage.Conformance;
using Orleans;
using Orleans.Runtime;

namespace Mihari.Tests.Storage.Transfer;

[Collection(AzuriteCollection.Name)]
[Trait("Category", "Slow")]
public sealed class ClusterTransferTests(AzuriteProcess azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_OfADataFolderOrABackup_HasAllThatWasThere(bool ofABackup)
    {
        using var folders = await Folders.WithSample();
        if (ofABackup)
            await folders.Make();
        await using var cluster = AzureFixture.Closed(azurite.Options());

        await cluster.Import.Run(ofABackup ? folders.Backup : folders.Data, Folders.Quiet, default);

        await SampleData.Check(cluster.GrainStorage, cluster.Timeline, cluster.Media);
        Assert.Equal([SampleData.Key], cluster.Keys.GetAllElements().Select(key => key.ToString(System.Xml.Linq.SaveOptions.DisableFormatting)));
        await new ImportGuard(cluster.Clients).StartingAsync(default);
    }

    [Theory]
    [InlineData("/{0}-media/", 5)]
    [InlineData("/{0}Timeline", 3)]
    [InlineData("/{0}State", 20)]
    public async Task Import_ThatBreaksOff_KeepsSilosOutAndGoesOn(string where, int after)
    {
        using var folders = await Folders.WithSample();
        var options = azurite.Options();
        options.Retries = 0;
        await using var cluster = await AzureFixture.Open(options);
        var (place, seen) = (string.Format(System.Globalization.CultureInfo.InvariantCulture, where, options.Prefix), 0);
        cluster.Faults.Answer(request => request.Method != HttpMethod.Get && request.RequestUri!.AbsolutePath.Contains(place, StringComparison.Ordinal) && Interlocked.Increment(ref seen) > after, HttpStatusCode.ServiceUnavailable, times: 16);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Import.Run(folders.Data, Folders.Quiet, default));
        var guard = await Assert.ThrowsAsync<StorageUnavailableException>(() => new ImportGuard(cluster.Clients).StartingAsync(default));
        Assert.Contains("was broken off", guard.Message, StringComparison.Ordinal);

        // Another process, after the fault.
        options.Retries = 4;
        await using var again = await AzureFixture.Open(options);
        await again.Import.Run(folders.Data, Folders.Quiet, default);

        await SampleData.Check(again.GrainStorage, again.Timeline, again.Media);
        await new ImportGuard(again.Clients).StartingAsync(default);
    }

    [Fact]
    public async Task Import_BrokenOffAndTheSourceChangedSince_IsRefused()
    {
        using var folders = await Folders.WithSample();
        await using var cluster = await AzureFixture.Open(azurite.Options());
        await new ImportMark("another", IsFinished: false).Begin(cluster.Clients, default);

        await Refused("from another source", cluster, folders.Data);
    }

    [Fact]
    public async Task Import_IntoAnAccountWithStates_IsRefused()
    {
        using var folders = await Folders.WithSample();
        await using var cluster = await AzureFixture.Open(azurite.Options());
        await cluster.GrainStorage.WriteStateAsync("building", GrainId.Create("building", "other"), new GrainState<BlobState>(new BlobState()));

        await Refused("has data already", cluster, folders.Data);
    }

    [Fact]
    public async Task Import_Twice_IsRefused()
    {
        using var folders = await Folders.WithSample();
        await using var cluster = await AzureFixture.Open(azurite.Options());
        await cluster.Import.Run(folders.Data, Folders.Quiet, default);

        await Refused("has been imported into already", cluster, folders.Data);
    }

    [Fact]
    public async Task Import_WhileAServerRunsOnTheFolder_IsRefused()
    {
        using var folders = await Folders.WithSample();
        await using var server = folders.Open(folders.Data);
        await using var cluster = await AzureFixture.Open(azurite.Options());

        await Refused("stop it, or name another folder with --from", cluster, folders.Data);
    }

    [Fact]
    public async Task Backup_OfACluster_IsImportedAndRestoredInFull()
    {
        using var folders = new Folders();
        await using var cluster = await AzureFixture.Open(azurite.Options());
        await SampleData.Write(cluster.GrainStorage, cluster.Timeline, cluster.Media);
        cluster.Keys.StoreElement(System.Xml.Linq.XElement.Parse(SampleData.Key), Path.GetFileNameWithoutExtension(SampleData.KeyFiles[0]));

        var manifest = await cluster.Backup.Make(folders.Backup, Folders.Quiet, default);

        Assert.Equal(SampleData.Counts, (manifest.States, manifest.Entries, manifest.Media));
        await using var other = await AzureFixture.Open(azurite.Options());
        await other.Import.Run(folders.Backup, Folders.Quiet, default);
        await SampleData.Check(other.GrainStorage, other.Timeline, other.Media);
        Assert.Single(other.Keys.GetAllElements());
        await folders.Restore();
        await folders.CheckRestored();
        Assert.Equal(SampleData.Key, await File.ReadAllTextAsync(Path.Combine(folders.Restored, "keys", SampleData.KeyFiles[0])));
    }

    [Fact]
    public async Task Backup_StateThatIsWrittenBehindTheReader_ComesAsItWasLastWritten()
    {
        using var folders = new Folders();
        await using var cluster = await AzureFixture.Open(azurite.Options());
        var (grain, state) = (GrainId.Create("building", "b"), new GrainState<BlobState>(new BlobState { Bytes = [1] }));
        await cluster.GrainStorage.WriteStateAsync("building", grain, state);
        var scans = 0;
        cluster.Faults.Before(request => request.RequestUri!.Query.Contains("Timestamp", StringComparison.Ordinal) && Interlocked.Increment(ref scans) == 1, async () =>
        {
            state.State = new BlobState { Bytes = SampleData.Bytes(1_200_000) };
            await cluster.GrainStorage.WriteStateAsync("building", grain, state);
        });

        await cluster.Backup.Make(folders.Backup, Folders.Quiet, default);

        await folders.Restore();
        await using var copy = folders.Open(folders.Restored);
        var read = new GrainState<BlobState>();
        await copy.GrainStorage.ReadStateAsync("building", grain, read);
        Assert.Equal(SampleData.Bytes(1_200_000), read.State!.Bytes);
        Assert.Equal(2, scans);
    }

    private static async Task Refused(string expected, AzureFixture cluster, string from)
    {
        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Import.Run(from, Folders.Quiet, default));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
