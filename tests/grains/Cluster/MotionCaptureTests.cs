using System.Text.Json;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Protocol;
using Mihari.Recordings;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class MotionCaptureTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Motion_CapturesOnEveryCameraOfTheRoom()
    {
        var property = await Property.Create(cluster, cameras: 3);
        for (var i = 0; i < 3; i++)
            await property.Connect(i);

        var motion = property.MotionNow();
        await property.Motion(1).Record(motion);

        foreach (var camera in property.Cameras)
        {
            var command = await cluster.Devices.Next(camera);
            var args = Args(command);
            Assert.Equal(CommandNames.Capture, command.Name);
            Assert.Equal(motion.At - TimeSpan.FromSeconds(5), args.From);
            Assert.Equal(motion.At + TimeSpan.FromSeconds(25), args.To);
            Assert.Equal(motion.At, args.Trigger);
        }
    }

    [Fact]
    public async Task SameEventAgain_AsksOnlyOnce()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        var motion = property.MotionNow();

        await property.Motion().Record(motion);
        await cluster.Deactivate(property.Motion());
        await property.Motion().Record(motion);

        await cluster.Devices.Next(property.Cameras[0]);
        Assert.False(cluster.Devices.HasMore(property.Cameras[0]));
        Assert.Single((await Clips(property)).Clips);
    }

    [Fact]
    public async Task CameraIsAway_IsAskedWhenItIsBack_EvenAfterARestart()
    {
        var property = await Property.Create(cluster);
        var motion = property.MotionNow();

        await property.Motion().Record(motion);
        await cluster.Deactivate(property.Camera());
        await property.Connect();

        Assert.Equal(motion.At - TimeSpan.FromSeconds(5), Args(await cluster.Devices.Next(property.Cameras[0])).From);
    }

    [Fact]
    public async Task GatewayRefusesACommand_ItIsSentWithTheCamerasNextChange()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        cluster.Devices.Busy(property.Cameras[0], true);
        await property.Motion().Record(property.MotionNow());
        var refused = await cluster.Devices.NextRefused(property.Cameras[0]);

        cluster.Devices.Busy(property.Cameras[0], false);
        var changes = 0;
        do
        {
            // The refusal may still be on its way to the camera at the first of them.
            Assert.True(++changes <= 10, "the command was not sent again");
            await property.Motion().Record(property.MotionNow() with { At = cluster.Clock.GetUtcNow().AddMinutes(-5 * changes) });
        }
        while ((await cluster.Devices.Next(property.Cameras[0])).Id != refused.Id);
    }

    [Fact]
    public async Task CommandExpiredUnanswered_IsAskedAgainAndMarkedRecovered()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        await property.Motion().Record(property.MotionNow());
        var first = await cluster.Devices.Next(property.Cameras[0]);

        cluster.Devices.Leaves(property.Cameras[0]);
        await property.Link().Disconnect(epoch);
        cluster.Clock.Advance(TimeSpan.FromMinutes(10));
        await property.Connect();
        var again = await cluster.Devices.Next(property.Cameras[0]);
        await Upload(property, again, ClipPart.Video);

        Assert.NotEqual(first.Id, again.Id);
        Assert.Equal(Args(first).Clip, Args(again).Clip);
        Assert.Equal(ClipState.Recovered, Assert.Single((await Clips(property)).Clips).State);
    }

    [Fact]
    public async Task DeviceSaysNotRecorded_EndsVisiblyAsNotRecorded()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        var command = await cluster.Devices.Next(property.Cameras[0]);

        await property.Link().Answer(new CommandAnswer(command.Id, false, ErrorCodes.NotRecorded, "overwritten", []));

        var clip = Assert.Single((await Clips(property)).Clips);
        Assert.Equal((ClipState.NotRecorded, ErrorCodes.NotRecorded), (clip.State, clip.Reason));
    }

    [Fact]
    public async Task CameraSaysThatAPartIsMissing_TheClipTellsIt()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        var command = await cluster.Devices.Next(property.Cameras[0]);
        await Upload(property, command, ClipPart.Video);

        var result = new CaptureResult { From = Args(command).From.AddSeconds(10), To = Args(command).To, GapMs = 10_000 };
        await property.Link().Answer(new CommandAnswer(command.Id, true, null, null, [.. Wire.Write(result, WireJson.Default.CaptureResult)]));

        var clip = Assert.Single((await Clips(property)).Clips);
        Assert.Equal((ClipState.Stored, TimeSpan.FromSeconds(10)), (clip.State, clip.Missing));
    }

    [Fact]
    public async Task Uploads_GoToTheirOwnTokenOnly_AndAreIndexed()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        var command = await cluster.Devices.Next(property.Cameras[0]);
        var clip = new ClipId(Args(command).Clip);
        var uploads = cluster.Client.GetGrain<IClipUploads>(property.Cameras[0].Value);

        Assert.Equal(UploadAnswer.Refused, (await uploads.BeginUpload(clip, ClipPart.Video, Token(Args(command).ThumbnailUrl))).Answer);
        Assert.Equal(UploadAnswer.Granted, (await Upload(property, command, ClipPart.Thumbnail)).Answer);
        Assert.Equal(UploadAnswer.Granted, (await Upload(property, command, ClipPart.Video)).Answer);
        Assert.Equal(UploadAnswer.AlreadyThere, (await uploads.BeginUpload(clip, ClipPart.Video, Token(Args(command).UploadUrl))).Answer);

        var stored = Assert.Single((await Clips(property)).Clips);
        Assert.Equal((ClipState.Stored, 1000L, true), (stored.State, stored.VideoBytes, stored.HasThumbnail));
        Assert.Equal(clip, (await property.Camera().Get(property.Viewer)).Status.Thumbnail?.Clip);
    }

    [Fact]
    public async Task Upload_AfterItsCommandExpired_IsRefusedAsExpired()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        var command = await cluster.Devices.Next(property.Cameras[0]);

        cluster.Clock.Advance(TimeSpan.FromMinutes(4));

        var uploads = cluster.Client.GetGrain<IClipUploads>(property.Cameras[0].Value);
        var permit = await uploads.BeginUpload(new ClipId(Args(command).Clip), ClipPart.Thumbnail, Token(Args(command).ThumbnailUrl));
        Assert.Equal(UploadAnswer.Expired, permit.Answer);
    }

    [Fact]
    public async Task DeviceClockIsWrong_CommandsSpeakTheDevicesTime()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        var skew = TimeSpan.FromMinutes(3);
        await property.Link().Greet(new DeviceGreeting(epoch, DeviceKind.Camera, "C", "1", "b", skew, [], null, VideoState.Ok));

        var deviceTime = cluster.Clock.GetUtcNow() - skew;
        await property.Motion().Record(property.MotionNow() with { At = deviceTime, ClockSkew = skew });

        Assert.Equal(deviceTime, Args(await cluster.Devices.Next(property.Cameras[0])).Trigger);
        Assert.Equal(deviceTime + skew, Assert.Single((await Clips(property)).Clips).TriggeredAt);
    }

    [Fact]
    public async Task DeviceSetsItsClockAfterHello_CommandsFollow()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        await property.Link().Greet(new DeviceGreeting(epoch, DeviceKind.Camera, "C", "1", "b", TimeSpan.FromHours(1), [], null, VideoState.Ok));

        await property.Link().MeasureSkew(epoch, TimeSpan.Zero);
        await property.Motion().Record(property.MotionNow());

        Assert.Equal(cluster.Clock.GetUtcNow(), Args(await cluster.Devices.Next(property.Cameras[0])).Trigger);
    }

    [Fact]
    public async Task EventOfLongAgo_DoesNotRecordAgainWhatAStoredClipShows()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        var motion = property.MotionNow();
        await property.Motion().Record(motion);
        await Upload(property, await cluster.Devices.Next(property.Cameras[0]), ClipPart.Video);
        cluster.Clock.Advance(TimeSpan.FromMinutes(30));
        await cluster.Client.GetGrain<Mihari.Grains.Cameras.ICameraUpkeep>(property.Cameras[0].Value).CheckPresence();

        await property.Motion().Record(motion with { Id = Property.NewId(), At = motion.At.AddSeconds(5) });

        Assert.Single((await Clips(property)).Clips);
    }

    private static CaptureArgs Args(Command command) => command.Args!.Value.Deserialize(WireJson.Default.CaptureArgs)!;

    private static string Token(string url) => url[(url.IndexOf("token=", StringComparison.Ordinal) + 6)..];

    private async Task<UploadPermit> Upload(Property property, Command command, ClipPart part)
    {
        var args = Args(command);
        var uploads = cluster.Client.GetGrain<IClipUploads>(property.Cameras[0].Value);
        var token = Token(part == ClipPart.Video ? args.UploadUrl : args.ThumbnailUrl);
        var permit = await uploads.BeginUpload(new ClipId(args.Clip), part, token);
        await uploads.CompleteUpload(new ClipId(args.Clip), part, token, 1000, new string('a', 64));
        return permit;
    }

    private Task<ClipPage> Clips(Property property)
    {
        var now = cluster.Clock.GetUtcNow();
        return property.Camera().GetClips(property.Viewer, now.AddHours(-1), now.AddHours(1), 100, null);
    }
}
