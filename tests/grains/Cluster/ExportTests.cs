using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Converted files at their grain: who may, what is listed, and what is left of those that are gone.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ExportTests(ClusterFixture cluster)
{
    private DateTimeOffset Now => cluster.Clock.GetUtcNow();

    [Fact]
    public async Task Completed_IsListedWithItsFile_AndInTheAuditTrail()
    {
        var property = await Property.Create(cluster);
        var (exports, id) = (Grain(property), NewId());

        var order = await exports.Begin(property.Viewer, id, Now.AddMinutes(-5), Now.AddMinutes(-4));
        await Put(order.Key);
        Assert.True(await exports.Report(id, order.Token!, ExportStep.Fetching, 40));
        Assert.Equal((ExportStep.Fetching, 40), await Step(property));
        Assert.True(await exports.Complete(id, order.Token!, 3, TimeSpan.FromMinutes(1)));

        var one = Assert.Single(await exports.List(property.Viewer));
        Assert.Equal((ExportStep.Ready, 3, Now.AddDays(7)), (one.Step, one.Bytes, one.Expires));
        Assert.Equal(order.Key, (await exports.FindFile(property.Viewer, id)).Address.Key);
        var trail = await cluster.Client.GetGrain<IAuditTrail>(property.Customer.Value)
            .Read(property.Administrator, new AuditQuery(Now.AddDays(-1), Now.AddDays(1), null, [AuditAction.RecordingExported, AuditAction.ExportDownloaded], 10, null));
        Assert.Equal([AuditAction.ExportDownloaded, AuditAction.RecordingExported], trail.Entries.Select(e => e.Action).OrderDescending());
    }

    [Fact]
    public async Task Begin_Again_GivesNoSecondOrder()
    {
        var property = await Property.Create(cluster);
        var id = NewId();
        await Grain(property).Begin(property.Viewer, id, Now.AddMinutes(-5), Now.AddMinutes(-4));

        Assert.Null((await Grain(property).Begin(property.Viewer, id, Now.AddMinutes(-5), Now.AddMinutes(-4))).Token);
    }

    [Fact]
    public async Task Cancelled_IsNotCompleted_AndLeavesNoFile()
    {
        var property = await Property.Create(cluster);
        var (exports, id) = (Grain(property), NewId());
        var order = await exports.Begin(property.Viewer, id, Now.AddMinutes(-5), Now.AddMinutes(-4));
        await Put(order.Key);

        await exports.Cancel(property.Viewer, id);

        Assert.False(await exports.Report(id, order.Token!, ExportStep.Converting, 95));
        Assert.False(await exports.Complete(id, order.Token!, 3, TimeSpan.FromMinutes(1)));
        Assert.Null(await cluster.Media.Find(order.Key, CancellationToken.None));
        Assert.Equal(ExportStep.Cancelled, Assert.Single(await exports.List(property.Viewer)).Step);
    }

    [Fact]
    public async Task Failed_SaysWhy_AndCanBeAskedForAnew()
    {
        var property = await Property.Create(cluster);
        var (exports, id) = (Grain(property), NewId());
        var order = await exports.Begin(property.Viewer, id, Now.AddMinutes(-5), Now.AddMinutes(-4));

        await exports.Fail(id, order.Token!, ExportFailure.Overwritten);

        Assert.Equal(ExportFailure.Overwritten, Assert.Single(await exports.List(property.Viewer)).Failure);
        Assert.NotNull((await exports.Begin(property.Viewer, NewId(), Now.AddMinutes(-5), Now.AddMinutes(-4))).Token);
    }

    [Fact]
    public async Task OfTheTimeBeforeTheCameraCameToItsPlace_IsNeitherListedNorHad()
    {
        var property = await Property.Create(cluster);
        var (exports, id) = (Grain(property), NewId());
        var order = await exports.Begin(property.Viewer, id, Now.AddMinutes(-5), Now.AddMinutes(-4));
        await exports.Complete(id, order.Token!, 3, TimeSpan.FromMinutes(1));
        await property.Devices.DeleteDevice(property.Administrator, property.Cameras[0], null, "カメラ" + property.Cameras[0]);
        await property.RoomGrain.AddDevices(property.Administrator, [Property.NewCamera(property.Cameras[0])]);

        Assert.Empty(await exports.List(property.Viewer));
        await Assert.ThrowsAsync<UnknownIdException>(() => exports.FindFile(property.Viewer, id));
    }

    [Fact]
    public async Task FindFile_ForEachPartOfADownload_IsNotedOnce()
    {
        var property = await Property.Create(cluster);
        var (exports, id) = (Grain(property), NewId());
        var order = await exports.Begin(property.Viewer, id, Now.AddMinutes(-5), Now.AddMinutes(-4));
        await exports.Complete(id, order.Token!, 3, TimeSpan.FromMinutes(1));

        await exports.FindFile(property.Viewer, id);
        await exports.FindFile(property.Viewer, id);

        var trail = await cluster.Client.GetGrain<IAuditTrail>(property.Customer.Value)
            .Read(property.Administrator, new AuditQuery(Now.AddDays(-1), Now.AddDays(1), null, [AuditAction.ExportDownloaded], 10, null));
        Assert.Single(trail.Entries);
    }

    [Fact]
    public async Task AnotherCustomers_IsUnknown()
    {
        var property = await Property.Create(cluster);
        var other = (await Property.Create(cluster)).Administrator;
        var id = NewId();
        await Grain(property).Begin(property.Viewer, id, Now.AddMinutes(-5), Now.AddMinutes(-4));

        await Assert.ThrowsAsync<UnknownIdException>(() => Grain(property).List(other));
        await Assert.ThrowsAsync<UnknownIdException>(() => Grain(property).Begin(other, NewId(), Now.AddMinutes(-5), Now.AddMinutes(-4)));
        await Assert.ThrowsAsync<UnknownIdException>(() => Grain(property).FindFile(other, id));
        await Assert.ThrowsAsync<UnknownIdException>(() => Grain(property).Cancel(other, id));
    }

    private static ExportId NewId() => new(Property.NewId());

    private IExportsGrain Grain(Property property) => cluster.Client.GetGrain<IExportsGrain>(property.Cameras[0].Value);

    private async Task<(ExportStep Step, int Percent)> Step(Property property)
    {
        var one = Assert.Single(await Grain(property).List(property.Viewer));
        return (one.Step, one.Percent);
    }

    private async Task Put(string key)
    {
        byte[] bytes = [1, 2, 3];
        var promise = new MediaPromise(3, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), "video/mp4");
        Assert.Equal(MediaWriteOutcome.Stored, await cluster.Media.Write(key, promise, new MemoryStream(bytes), CancellationToken.None));
    }
}
