using System.Collections.Immutable;
using Mihari.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Notifications;
using Mihari.Tests.Grains.Cluster;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>What waits in an outbox goes by the settings of the moment at which it is sent, not of that at which it happened.</summary>
[Collection(ClusterCollection.Name)]
public sealed class NoLongerWantedTests(ClusterFixture cluster)
{
    private static readonly Delivery Away = new(DeliveryOutcome.Delayed, "421 try later");

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task RemovedFromTheAddresses_WhileTheMailServerIsAway_GetsNothing_AndWhoStaysDoes(bool isOfTheBuilding, bool isOfAnotherType)
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var gone = await people.Confirmed(NotificationType.Troubles);
        var stays = await people.Confirmed(NotificationType.Troubles, "ja", gone);
        cluster.Mailbox.Answers(gone, Away);
        cluster.Mailbox.Answers(stays, Away);
        await Put(property, isOfTheBuilding, new Addressee(Channel.Mail, gone), new Addressee(Channel.Mail, stays));
        await cluster.Mailbox.Next(gone);
        await cluster.Mailbox.Next(stays);
        await people.Until(told => Letters(told).All(l => l.Attempts == 1));

        if (isOfAnotherType)
            await people.Settings.SetType(property.Administrator, NotificationType.Captures, null);
        else
            await people.Settings.SetMail(property.Administrator, [stays], "ja", null);

        cluster.Mailbox.Answers(stays, new Delivery(DeliveryOutcome.Sent));
        cluster.Clock.Advance(TimeSpan.FromSeconds(31));
        var letters = Letters(await people.Until(told => Letters(told).All(l => l.State != LetterState.Waiting)));

        Assert.Equal(
            [(gone, LetterState.Dropped), (stays, isOfAnotherType ? LetterState.Dropped : LetterState.Sent)], letters.Select(l => (l.To, l.State)));
        Assert.False(cluster.Mailbox.HasMore(gone));
        Assert.Equal(!isOfAnotherType, cluster.Mailbox.HasMore(stays));
    }

    [Theory]
    [InlineData(NotificationType.None, LetterState.Dropped)]
    [InlineData(NotificationType.Captures, LetterState.Sent)]
    public async Task RoomThatIsSetToAnotherType_WhileASystemIsAway_CallsItUnlessNothingIsTold(NotificationType type, LetterState becomes)
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var url = $"https://crm.example/{Guid.NewGuid():N}";
        var hook = (await cluster.Client.GetGrain<IWebhooks>(property.Customer.Value).Add(property.Administrator, "CRM", url)).Webhook;
        cluster.Mailbox.Answers(url, Away);
        await Put(property, isOfTheBuilding: false, new Addressee(Channel.Webhook, hook.Id, hook.Name));
        await cluster.Mailbox.NextCall(url);
        await people.Until(told => Letters(told).All(l => l.Attempts == 1));

        await people.Settings.SetType(property.Administrator, type, null);
        cluster.Mailbox.Answers(url, new Delivery(DeliveryOutcome.Sent));
        cluster.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal([becomes], Letters(await people.Until(told => Letters(told).All(l => l.State != LetterState.Waiting))).Select(l => l.State));
    }

    [Fact]
    public async Task SettingsThatCannotBeAsked_LoseNothing()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = await people.Confirmed(NotificationType.Troubles);
        cluster.Faults.FailNext(property.Room.Value, nameof(INoticeBoard.FindReaders));
        await Put(property, isOfTheBuilding: false, new Addressee(Channel.Mail, address));
        await people.Until(told => Letters(told).All(l => l.Attempts == 1));
        Assert.False(cluster.Mailbox.HasMore(address));

        cluster.Clock.Advance(TimeSpan.FromSeconds(31));

        await cluster.Mailbox.Next(address);
    }

    private static ImmutableArray<ToldLetter> Letters(ImmutableArray<ToldNotice> told) => Assert.Single(told, notice => notice.Kind == ToldKind.TroubleRaised).Letters;

    private Task Put(Property property, bool isOfTheBuilding, params ImmutableArray<Addressee> to)
    {
        var now = NoticeIds.Rounded(cluster.Clock.GetUtcNow());
        var notice = new Notice(
            Property.NewId(), NoticeKind.TroubleRaised, now, new CameraPlace(property.Customer, property.Building, property.Room),
            isOfTheBuilding ? null : property.Cameras[0], "", new TroubleNotice(isOfTheBuilding ? TroubleKind.BuildingLine : TroubleKind.SdCardError, now));
        return cluster.Client.GetGrain<IOutbox>(isOfTheBuilding ? OutboxKeys.Of(property.Building) : OutboxKeys.Of(property.Room)).Put(notice, "ja", to);
    }
}
