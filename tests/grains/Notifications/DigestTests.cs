using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Recordings;
using Mihari.Sensors;
using Mihari.Tests.Grains.Cluster;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>Detections beyond those that are told one by one, at the end of their hour.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DigestTests(ClusterFixture cluster)
{
    [Theory]
    [InlineData(NotificationType.All, true)]
    [InlineData(NotificationType.Troubles, false)]
    [InlineData(NotificationType.None, false)]
    public async Task Digest_GoesToWhoWantsItWhenTheHourIsOver(NotificationType type, bool isSent)
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = await people.Confirmed(NotificationType.All);
        var outbox = cluster.Client.GetGrain<IOutbox>(OutboxKeys.Of(property.Room));
        var limit = new NotificationOptions().DetectionsPerHour;
        for (var i = 0; i < limit + 2; i++)
            await outbox.Put(Detected(property, $"d{i:00}"), "ja", [new Addressee(Channel.Mail, address)]);
        for (var i = 0; i < limit; i++)
            await cluster.Mailbox.Next(address);

        await people.Settings.SetType(property.Administrator, type, null);
        cluster.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        var told = await people.Until(all => all.Any(t => t.Kind == ToldKind.Digest && t.Letters.All(l => l.State != LetterState.Waiting)));

        var digest = Assert.Single(told, t => t.Kind == ToldKind.Digest);
        Assert.Equal((2, isSent ? LetterState.Sent : LetterState.Dropped), (digest.Count, Assert.Single(digest.Letters).State));
        Assert.Equal(isSent, cluster.Mailbox.HasMore(address));
    }

    private Notice Detected(Property property, string id) => new(
        id, NoticeKind.Detected, cluster.Clock.GetUtcNow(), new CameraPlace(property.Customer, property.Building, property.Room), property.Cameras[0], "カメラ1",
        Detection: new ClipCause(SensorEventKind.Motion, new TriggerNames("エントランス", "カメラ1", "モーション"), null, null));
}
