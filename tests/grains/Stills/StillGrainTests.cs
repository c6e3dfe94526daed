using System.Security.Cryptography;
using System.Text.Json;
using Mihari.Audit;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Protocol;
using Mihari.Refusals;
using Mihari.Stills;
using Mihari.Tests.Grains.Cluster;

namespace Mihari.Tests.Grains.Stills;

/// <summary>Pictures of cameras as they are now, on the cluster: asked for when somebody looks, once for all of them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class StillGrainTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Get_HasThePictureTaken_OnceForAllWhoAskWithinItsTime()
    {
        var property = await Property.Create(cluster);
        await property.Connect();

        Task<Still?>[] all = [Get(property), Get(property), Get(property)];
        var command = await cluster.Devices.Next(property.Cameras[0]);
        var key = await Send(property, command);

        Assert.Equal(CommandNames.Snapshot, command.Name);
        Assert.Matches($"^http://uploads\\.test/media/uploads/{property.Cameras[0]}/{command.Id}/still\\?token=[0-9a-f]{{64}}$", Args(command).UploadUrl);
        Assert.All(await Task.WhenAll(all), still => Assert.Equal((key, cluster.Clock.GetUtcNow()), (still!.Address.Key, still.At)));

        cluster.Clock.Advance(IStillGrain.Fresh - TimeSpan.FromMilliseconds(1));
        Assert.Equal(key, (await Get(property))!.Address.Key);
        Assert.False(cluster.Devices.HasMore(property.Cameras[0]));
    }

    [Fact]
    public async Task Get_OfAnOldPicture_HasTheNextTaken_AndLeavesTheOneThatIsShown()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        var first = await Taken(property);
        cluster.Clock.Advance(IStillGrain.Fresh);

        var second = await Taken(property);
        Assert.True(await IsThere(first) && await IsThere(second));
        cluster.Clock.Advance(IStillGrain.Fresh);
        var third = await Taken(property);

        Assert.Equal((false, first), (first == second, third));
    }

    [Fact]
    public async Task Get_OfACameraThatIsAway_AsksNobody_AndAnswersWithTheLast()
    {
        var property = await Property.Create(cluster);
        Assert.Null(await Get(property));

        var epoch = await property.Connect();
        var last = await Taken(property);
        await property.Link().Disconnect(epoch);
        cluster.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(last, (await Get(property))!.Address.Key);
        Assert.False(cluster.Devices.HasMore(property.Cameras[0]));
    }

    [Fact]
    public async Task Get_OfACameraThatSendsNothing_EndsAfterFiveSeconds_AndALatePictureIsGoodForTheNext()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        var asked = Get(property);
        var command = await cluster.Devices.Next(property.Cameras[0]);

        for (var second = 0; second < 20 && !asked.IsCompleted; second++)
        {
            await Uploads(property).BeginUpload("another", "token"); // The grain has had its turn.
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Null(await asked.WaitAsync(TimeSpan.FromSeconds(10)));
        var key = await Send(property, command);
        Assert.Equal(key, (await Get(property))!.Address.Key);
    }

    [Fact]
    public async Task Get_OfACameraThatTakesNoCommand_EndsAtOnce()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        cluster.Devices.Busy(property.Cameras[0], true);

        Assert.Null(await Get(property).WaitAsync(TimeSpan.FromSeconds(10)));

        cluster.Devices.Busy(property.Cameras[0], false);
        Assert.NotNull(await Taken(property));
    }

    [Fact]
    public async Task BeginUpload_IsGrantedForThePictureAsked_Once_AndForItsTime()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        var (uploads, asked) = (Uploads(property), Get(property));
        var command = await cluster.Devices.Next(property.Cameras[0]);
        var token = Token(command);

        Assert.Equal(UploadAnswer.Refused, (await uploads.BeginUpload(command.Id, new string('0', 64))).Answer);
        Assert.Equal(UploadAnswer.Refused, (await uploads.BeginUpload("another", token)).Answer);
        await Assert.ThrowsAsync<UnknownIdException>(() => uploads.CompleteUpload(command.Id, ""));
        Assert.Equal(UploadAnswer.Granted, (await uploads.BeginUpload(command.Id, token)).Answer);
        await Send(property, command);
        await asked;
        Assert.Equal(UploadAnswer.AlreadyThere, (await uploads.BeginUpload(command.Id, token)).Answer);

        cluster.Clock.Advance(IStillGrain.Fresh);
        var late = Get(property);
        var next = await cluster.Devices.Next(property.Cameras[0]);
        cluster.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(UploadAnswer.Expired, (await uploads.BeginUpload(next.Id, Token(next))).Answer);
        Assert.Equal(UploadAnswer.Refused, (await uploads.BeginUpload(command.Id, token)).Answer);
        for (; !late.IsCompleted; await uploads.BeginUpload("another", "token"))
            cluster.Clock.Advance(TimeSpan.FromSeconds(1)); // It may have begun to wait only after the ten.
        await late;
    }

    [Fact]
    public async Task Get_OfSomebodyElsesCamera_AnswersAsIfThereWereNone()
    {
        var (mine, theirs) = (await Property.Create(cluster), await Property.Create(cluster));
        await theirs.Connect();
        await Taken(theirs);

        foreach (var camera in new[] { theirs.Cameras[0], Property.NewDevice() })
            await Assert.ThrowsAsync<UnknownIdException>(() => cluster.Client.GetGrain<IStillGrain>(camera.Value).Get(mine.Administrator));
    }

    [Fact]
    public async Task Get_OfACameraThatStoodElsewhere_ShowsNothingOfThat()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        await Taken(property);
        var name = (await property.Camera().Get(property.Viewer)).Status.Name;

        await property.Devices.DeleteDevice(property.Administrator, property.Cameras[0], null, name);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await property.RoomGrain.AddDevices(property.Administrator, [Property.NewCamera(property.Cameras[0])]);
        cluster.Devices.Busy(property.Cameras[0], true);

        Assert.Null(await Get(property));
    }

    [Fact]
    public async Task Get_IsNotedOnceAnHour()
    {
        var property = await Property.Create(cluster);
        for (var minute = 0; minute < 3; minute++)
            await Get(property);

        var query = new AuditQuery(cluster.Clock.GetUtcNow().AddHours(-2), cluster.Clock.GetUtcNow().AddHours(1), null, [AuditAction.StillViewed], 100, null);
        var noted = await cluster.Client.GetGrain<IAuditTrail>(property.Customer.Value).Read(property.Administrator, query);

        var entry = Assert.Single(noted.Entries);
        Assert.Equal((property.Viewer.Account, property.Cameras[0].Value), (entry.Actor, entry.SubjectId));
    }

    private Task<Still?> Get(Property property) => cluster.Client.GetGrain<IStillGrain>(property.Cameras[0].Value).Get(property.Viewer);

    private IStillUploads Uploads(Property property) => cluster.Client.GetGrain<IStillUploads>(property.Cameras[0].Value);

    /// <summary>Asks, lets the camera send, and returns where the picture lies.</summary>
    private async Task<string> Taken(Property property)
    {
        var asked = Get(property);
        var key = await Send(property, await cluster.Devices.Next(property.Cameras[0]));
        Assert.Equal(key, (await asked)!.Address.Key);
        return key;
    }

    /// <summary>What a web node does with the camera's upload.</summary>
    private async Task<string> Send(Property property, Command command)
    {
        var permit = await Uploads(property).BeginUpload(command.Id, Token(command));
        Assert.Equal(UploadAnswer.Granted, permit.Answer);
        byte[] bytes = [1, 2, 3];
        var promise = new MediaPromise(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), "image/jpeg");
        Assert.Equal(MediaWriteOutcome.Stored, await cluster.Media.Write(permit.Key!, promise, new MemoryStream(bytes), CancellationToken.None));
        await Uploads(property).CompleteUpload(command.Id, Token(command));
        return permit.Key!;
    }

    private async Task<bool> IsThere(string key) => await cluster.Media.Find(key, CancellationToken.None) is not null;

    private static SnapshotArgs Args(Command command) => command.Args!.Value.Deserialize(WireJson.Default.SnapshotArgs)!;

    private static string Token(Command command) => Args(command).UploadUrl[(Args(command).UploadUrl.IndexOf("token=", StringComparison.Ordinal) + 6)..];
}
