using System.Security.Cryptography;
using System.Text.Json;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Notifications;
using Mihari.Protocol;
using Mihari.Recordings;
using Mihari.Tests.Grains.Cluster;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>Who is told of recordings and detections, over the whole way from the sensor to the mail server.</summary>
[Collection(ClusterCollection.Name)]
public sealed class CaptureMailTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Recording_ComesWithItsPictureAndVideo_AndSaysWhy()
    {
        var property = await Property.Create(cluster);
        var address = await new Recipients(cluster, property).Confirmed(NotificationType.Captures);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        var args = Args(await cluster.Devices.Next(property.Cameras[0]));

        await Upload(property, args, ClipPart.Thumbnail);
        await Upload(property, args, ClipPart.Video);
        var mail = await cluster.Mailbox.Next(address);

        Assert.Equal(["image/jpeg", "video/mp4"], mail.Parts.Select(p => p.ContentType));
        Assert.All(mail.Parts, part => Assert.Contains(args.Clip, part.Key, StringComparison.Ordinal));
        Assert.Contains("cid:" + mail.Parts[0].Name, mail.Html, StringComparison.Ordinal);
        Assert.Contains("が動体を検知", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"?clip={args.Clip}&on=", mail.Text, StringComparison.Ordinal);
        Assert.False(cluster.Mailbox.HasMore(address));
    }

    [Fact]
    public async Task Recording_LargerThanMayBeAttached_IsLinked()
    {
        var property = await Property.Create(cluster);
        var address = await new Recipients(cluster, property).Confirmed(NotificationType.Captures);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        var args = Args(await cluster.Devices.Next(property.Cameras[0]));

        await Upload(property, args, ClipPart.Video, (8 << 20) + 1);
        var mail = await cluster.Mailbox.Next(address);

        Assert.Empty(mail.Parts);
        Assert.Contains("8.4 MB", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_TooLargeForTheMailServer_IsLinkedInTheSameMail_AndNothingIsWrongWithTheAddress()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = await people.Confirmed(NotificationType.Captures);
        cluster.Mailbox.TakesNoVideos(address);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        var args = Args(await cluster.Devices.Next(property.Cameras[0]));

        await Upload(property, args, ClipPart.Thumbnail);
        await Upload(property, args, ClipPart.Video, 2_000_000);
        var large = await cluster.Mailbox.Next(address);
        var small = await cluster.Mailbox.Next(address);

        Assert.Equal(["image/jpeg", "video/mp4"], large.Parts.Select(p => p.ContentType));
        Assert.Equal(["image/jpeg"], small.Parts.Select(p => p.ContentType));
        Assert.Equal(large.Id, small.Id);
        Assert.Contains("2.0 MB", small.Text, StringComparison.Ordinal);
        Assert.Contains($"?clip={args.Clip}&on=", small.Text, StringComparison.Ordinal);
        var letter = Assert.Single((await people.Until(told => told.Any(t => t.Letters.All(l => l.State != LetterState.Waiting))))[0].Letters);
        Assert.Equal((LetterState.Sent, 1), (letter.State, letter.Attempts));
        Assert.Null(Assert.Single((await people.Settings.Get(property.Administrator)).Addresses).Problem);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData((8 << 20) + 1, false)]
    public async Task Recording_OfACustomerWithoutTheCloudOption_IsToldToo_WithoutALinkThatPlaysNothing(int bytes, bool isAttached)
    {
        var property = await Property.Create(cluster);
        var address = await new Recipients(cluster, property).Confirmed(NotificationType.Captures);
        await cluster.Client.GetGrain<ICustomerDesk>(property.Customer.Value).ChangePlan(Property.Provider, ServicePlan.Cloud, ServicePlan.Basic);
        var url = $"https://crm.example/{Guid.NewGuid():N}";
        await cluster.Client.GetGrain<IWebhooks>(property.Customer.Value).Add(property.Administrator, "CRM", url);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        await cluster.Mailbox.NextCall(url);
        var args = Args(await cluster.Devices.Next(property.Cameras[0]));

        await Upload(property, args, ClipPart.Thumbnail);
        await Upload(property, args, ClipPart.Video, bytes);
        var mail = await cluster.Mailbox.Next(address);
        var call = JsonDocument.Parse((await cluster.Mailbox.NextCall(url)).Body).RootElement;

        Assert.Equal(isAttached ? ["image/jpeg", "video/mp4"] : ["image/jpeg"], mail.Parts.Select(p => p.ContentType));
        Assert.Contains(isAttached ? "録画を添付しています" : "録画のサイズが大きいため添付できませんでした（8.4 MB）", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("?clip=", mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("再生", mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.EndsWith($"/buildings/{property.Building}/cameras/{property.Cameras[0]}", call.GetProperty("page").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SameEventAgain_IsToldOnce_AfterARestartToo()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = await people.Confirmed(NotificationType.All);
        var motion = property.MotionNow();

        await property.Motion().Record(motion);
        var first = await cluster.Mailbox.Next(address);
        await cluster.Deactivate(property.Motion());
        await cluster.Deactivate(people.Settings);
        await property.Motion().Record(motion);
        await property.Motion().Record(property.MotionNow());
        var second = await cluster.Mailbox.Next(address);

        Assert.NotEqual(first.Id, second.Id);
        Assert.False(cluster.Mailbox.HasMore(address));
    }

    [Fact]
    public async Task Detection_OfARoomThatNobodyWantedToHearOf_IsToldAsSoonAsAnAddressIsConfirmed()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = Recipients.NewAddress();
        await people.Settings.SetMail(property.Administrator, [address], "ja", null);
        await people.Settings.SetType(property.Administrator, NotificationType.All, null);
        var asked = await cluster.Mailbox.Next(address);
        await property.Motion().Record(property.MotionNow());
        await people.Consent.Answer(Recipients.TokenOf(asked), wanted: true);

        await property.Motion().Record(property.MotionNow());
        await cluster.Mailbox.Next(address);

        Assert.False(cluster.Mailbox.HasMore(address));
    }

    [Fact]
    public async Task Detection_OfARoomThatNobodyWantedToHearOf_IsToldAsSoonAsASystemIsToBeCalled()
    {
        var property = await Property.Create(cluster);
        await property.Motion().Record(property.MotionNow());
        var url = $"https://crm.example/{Guid.NewGuid():N}";
        await cluster.Client.GetGrain<IWebhooks>(property.Customer.Value).Add(property.Administrator, "CRM", url);

        await property.Motion().Record(property.MotionNow());

        Assert.Contains("detected", System.Text.Encoding.UTF8.GetString((await cluster.Mailbox.NextCall(url)).Body.Span), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Names_AreEncodedInTheHtml()
    {
        var property = await Property.Create(cluster);
        var address = await new Recipients(cluster, property).Confirmed(NotificationType.All);
        var name = "<b>玄関 & \"裏\"";
        var camera = property.Cameras[0];
        var device = (await property.Devices.GetDevices(property.Administrator)).Devices[0];
        await property.Devices.RenameDevice(property.Administrator, camera, null, device.Name, name);

        await property.Motion().Record(property.MotionNow());
        var mail = await cluster.Mailbox.Next(address);

        Assert.Contains(System.Net.WebUtility.HtmlEncode(name), mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", mail.Html, StringComparison.Ordinal);
        Assert.Contains(name, mail.Text, StringComparison.Ordinal);
    }

    private async Task Upload(Property property, CaptureArgs args, ClipPart part, int bytes = 1000)
    {
        var uploads = cluster.Client.GetGrain<IClipUploads>(property.Cameras[0].Value);
        var url = part == ClipPart.Video ? args.UploadUrl : args.ThumbnailUrl;
        var token = url[(url.IndexOf("token=", StringComparison.Ordinal) + 6)..];
        var permit = await uploads.BeginUpload(new ClipId(args.Clip), part, token);
        var content = new byte[bytes];
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        using var stream = new MemoryStream(content);
        await cluster.Media.Write(permit.Key!, new MediaPromise(bytes, hash, part == ClipPart.Video ? "video/mp4" : "image/jpeg"), stream, CancellationToken.None);
        await uploads.CompleteUpload(new ClipId(args.Clip), part, token, bytes, hash);
    }

    private static CaptureArgs Args(Command command) => command.Args!.Value.Deserialize(WireJson.Default.CaptureArgs)!;
}
