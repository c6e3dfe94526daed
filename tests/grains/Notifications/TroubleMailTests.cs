using Mihari.Grains.Notifications;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Tests.Grains.Cluster;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>Who is told of troubles, over the whole way from the camera to the mail server.</summary>
[Collection(ClusterCollection.Name)]
public sealed class TroubleMailTests(ClusterFixture cluster)
{
    [Fact]
    public async Task CameraLost_TellsWhoHasConfirmed_Once_AndTheEndOnlyWhereTheTypeSaysSo()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = await people.Confirmed(NotificationType.Troubles);
        await LoseAndFind(property);

        var mail = await cluster.Mailbox.Next(address);
        Assert.Equal("【トラブル】用賀マンション エントランス カメラ" + property.Cameras[0] + "：ネットワーク切断", mail.Subject);
        Assert.Contains("/buildings/" + property.Building + "/cameras/" + property.Cameras[0], mail.Text, StringComparison.Ordinal);

        cluster.Clock.Advance(TimeSpan.FromMinutes(2));
        await Told(people, property, 1);
        Assert.False(cluster.Mailbox.HasMore(address));
    }

    [Fact]
    public async Task CameraBack_TellsHowLongItWasAway_InTheLanguageOfTheRoom()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = await people.Confirmed(NotificationType.All, "en");
        await LoseAndFind(property);
        Assert.Contains("Network disconnected", (await cluster.Mailbox.Next(address)).Subject, StringComparison.Ordinal);

        // It says by and by what its card holds; the mail waits for that.
        await Told(people, property, 2);
        cluster.Clock.Advance(TimeSpan.FromSeconds(91));
        var back = await cluster.Mailbox.Next(address);

        Assert.Contains("The trouble is over", back.Subject, StringComparison.Ordinal);
        Assert.Contains("Lasted: 1 min 1 s", back.Text, StringComparison.Ordinal);
        Assert.Contains("Not known yet: 1 min 1 s. The camera has not yet said", back.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ecorded meanwhile:", back.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnconfirmedAddress_GetsTheQuestionAndNothingElse()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var (yes, silent) = (await people.Confirmed(NotificationType.Troubles), Recipients.NewAddress());
        await people.Settings.SetMail(property.Administrator, [silent, yes], "ja", null);

        await LoseAndFind(property);
        await cluster.Mailbox.Next(yes);

        Assert.Contains("受信確認", (await cluster.Mailbox.Next(silent)).Subject, StringComparison.Ordinal);
        Assert.False(cluster.Mailbox.HasMore(silent));
        Assert.Equal(
            [AddressState.Asked, AddressState.Confirmed], (await people.Settings.Get(property.Administrator)).Addresses.Select(a => a.State));
    }

    [Fact]
    public async Task StoppedByTheLinkOfAMail_GetsNothingMore()
    {
        var property = await Property.Create(cluster, cameras: 2);
        var people = new Recipients(cluster, property);
        var address = await people.Confirmed(NotificationType.Troubles);
        await LoseAndFind(property);

        var stopped = await people.Consent.Answer(Recipients.TokenOf(await cluster.Mailbox.Next(address)), wanted: false);
        Assert.Equal(AddressState.Declined, stopped!.State);
        Assert.Equal(AddressState.Declined, Assert.Single((await people.Settings.Get(property.Administrator)).Addresses).State);

        // Somebody else is told of the next one: by then everybody is who is told.
        var other = await people.Confirmed(NotificationType.Troubles, "ja", address);
        await LoseAndFind(property, 1);
        await cluster.Mailbox.Next(other);
        Assert.False(cluster.Mailbox.HasMore(address));
    }

    [Fact]
    public async Task MailServerAway_IsTriedAgainAsTheSameMail_AfterARestartToo()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = await people.Confirmed(NotificationType.Troubles);
        cluster.Mailbox.Answers(address, new Delivery(DeliveryOutcome.Delayed, "421 try later"));
        await LoseAndFind(property);
        var first = await cluster.Mailbox.Next(address);
        Assert.Equal(LetterState.Waiting, Assert.Single((await Told(people, property, 1))[0].Letters).State);

        await cluster.Deactivate(cluster.Client.GetGrain<IOutbox>(OutboxKeys.Of(property.Room)));
        cluster.Mailbox.Answers(address, new Delivery(DeliveryOutcome.Sent));
        await cluster.Client.GetGrain<IOutboxUpkeep>(OutboxKeys.Of(property.Room)).Wake();
        cluster.Clock.Advance(TimeSpan.FromSeconds(31));
        var second = await cluster.Mailbox.Next(address);

        Assert.Equal(first.Id, second.Id);
        await Until(people, property, told => told.Length > 0 && told[0].Letters[0].State == LetterState.Sent);
        Assert.False(cluster.Mailbox.HasMore(address));
    }

    [Fact]
    public async Task RefusedAddress_IsShownWithTheServersWords()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = await people.Confirmed(NotificationType.Troubles);
        cluster.Mailbox.Answers(address, new Delivery(DeliveryOutcome.Refused, "550 5.1.1 no such user"));
        await LoseAndFind(property);
        await cluster.Mailbox.Next(address);

        var told = await Until(people, property, t => t.Length > 0 && t[0].Letters[0].State == LetterState.Refused);

        Assert.Equal("550 5.1.1 no such user", told[0].Letters[0].Words);
        Assert.Equal("550 5.1.1 no such user", Assert.Single((await people.Settings.Get(property.Administrator)).Addresses).Problem);
    }

    [Theory]
    [InlineData(DeliveryOutcome.Refused, "550 5.1.1 no such user")]
    [InlineData(DeliveryOutcome.TooLarge, "552 5.2.2 mailbox full")]
    public async Task AddressThatRefusesTheQuestion_IsShownWithTheServersWords(DeliveryOutcome outcome, string words)
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = Recipients.NewAddress();
        cluster.Mailbox.Answers(address, new Delivery(outcome, words));
        await people.Settings.SetMail(property.Administrator, [address], "ja", null);
        await cluster.Mailbox.Next(address);

        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        NotifiedAddress shown;
        while ((shown = Assert.Single((await people.Settings.Get(property.Administrator)).Addresses)).Problem is null)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal((AddressState.Asked, words), (shown.State, shown.Problem));
        Assert.False(cluster.Mailbox.HasMore(address));
    }

    [Fact]
    public async Task CameraStopsBeforeItsNoticeWasTaken_TellsItOnceItIsThereAgain()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = await people.Confirmed(NotificationType.Troubles);
        var epoch = await property.Connect();
        // The second is what it tries as it stops.
        cluster.Faults.FailNext(property.Room.Value, nameof(INoticeBoard.Tell), times: 2);
        await property.Link().Disconnect(epoch);
        cluster.Clock.Advance(TimeSpan.FromSeconds(61));
        await property.Link().Disconnect(epoch);

        await cluster.Deactivate(property.Camera());
        await property.Camera().Get(property.Viewer);

        Assert.Contains("ネットワーク切断", (await cluster.Mailbox.Next(address)).Subject, StringComparison.Ordinal);
        Assert.False(cluster.Mailbox.HasMore(address));
    }

    [Fact]
    public async Task Settings_AreForAdministratorsOfTheCustomer()
    {
        var property = await Property.Create(cluster);
        var other = await Property.Create(cluster);
        var people = new Recipients(cluster, property);

        await Assert.ThrowsAsync<NotPermittedException>(() => people.Settings.SetType(property.Viewer, NotificationType.All, null));
        await Assert.ThrowsAsync<UnknownIdException>(() => people.Settings.Get(other.Administrator));
        await Assert.ThrowsAsync<InvalidInputException>(() => people.Settings.SetType(property.Administrator, (NotificationType)3, null));
        await Assert.ThrowsAsync<InvalidInputException>(() => people.Settings.SetMail(property.Administrator, ["nobody"], "ja", null));
        await Assert.ThrowsAsync<InvalidInputException>(() =>
            people.Settings.SetMail(property.Administrator, [.. Enumerable.Range(0, 11).Select(i => $"a{i}@example.jp")], "ja", null));
        Assert.Equal(NotificationType.Troubles, (await people.Settings.Get(property.Administrator)).Type);
    }

    [Fact]
    public async Task TwoAdministrators_TheSecondIsToldThatItChangedMeanwhile()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var seen = (await people.Settings.Get(property.Administrator)).Revision;

        await people.Settings.SetType(property.Administrator, NotificationType.All, seen);

        var refused = await Assert.ThrowsAsync<ConflictException>(() => people.Settings.SetMail(property.Administrator, [Recipients.NewAddress()], "ja", seen));
        Assert.Equal(Clash.ChangedMeanwhile, refused.Clash);
    }

    private async Task LoseAndFind(Property property, int index = 0)
    {
        var epoch = await property.Connect(index);
        await property.Link(index).Disconnect(epoch);
        cluster.Clock.Advance(TimeSpan.FromSeconds(61));
        await property.Link(index).Disconnect(epoch);
        await property.Connect(index);
    }

    private static Task<System.Collections.Immutable.ImmutableArray<ToldNotice>> Told(Recipients people, Property property, int count) =>
        Until(people, property, told => told.Length == count);

    private static async Task<System.Collections.Immutable.ImmutableArray<ToldNotice>> Until(
        Recipients people, Property property, Func<System.Collections.Immutable.ImmutableArray<ToldNotice>, bool> isSo)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var told = (await people.History.Read(property.Administrator, 50, null)).Notices;
            if (isSo(told))
                return told;

            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
