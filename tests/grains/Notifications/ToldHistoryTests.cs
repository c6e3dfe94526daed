using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Tests.Grains.Cluster;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>What was told of a room and of all of its building, in one list.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ToldHistoryTests(ClusterFixture cluster)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(200)]
    public async Task Read_PageByPage_HasWhatIsOfTheRoomAndOfTheBuilding_EachOnce(int limit)
    {
        var property = await Property.Create(cluster);
        var (room, building) = (OutboxKeys.Of(property.Room), OutboxKeys.Of(property.Building));
        var now = cluster.Clock.GetUtcNow();
        // Some at the same moment; the oldest are all the building's.
        var told = Enumerable.Range(0, 14).Select(i => (Owner: i % 3 == 0 || i > 10 ? building : room, At: now.AddMinutes(-10 * (i - (i % 2))), Id: $"n{i:00}")).ToArray();
        await cluster.Timeline.Append([.. told.Select(t => ToldEntries.Of(t.Owner, Settled(property, t.Id, t.At)))]);

        var read = await ReadAll(property, limit);

        Assert.Equal(told.Select(t => t.Id).Order(StringComparer.Ordinal), read.Select(t => t.Id).Order(StringComparer.Ordinal));
        Assert.Equal(read.Select(t => t.At).OrderDescending(), read.Select(t => t.At));
    }

    [Fact]
    public async Task Read_SentBetweenTwoPages_IsToldOnce()
    {
        var property = await Property.Create(cluster);
        var people = new Recipients(cluster, property);
        var address = await people.Confirmed(NotificationType.Troubles);
        var now = cluster.Clock.GetUtcNow();
        await cluster.Timeline.Append([.. Enumerable.Range(0, 6).Select(i => ToldEntries.Of(OutboxKeys.Of(property.Room), Settled(property, $"n{i}", now.AddMinutes(-10 * i))))]);
        cluster.Mailbox.Answers(address, new Delivery(DeliveryOutcome.Delayed, "421 try later"));
        var outbox = cluster.Client.GetGrain<IOutbox>(OutboxKeys.Of(property.Building));
        await outbox.Put(Raised(property, "waiting", now.AddMinutes(-35)), "ja", [new Addressee(Channel.Mail, address)]);
        await cluster.Mailbox.Next(address);
        await people.Until(t => t.Any(n => n.Letters.Any(l => l.Words == "421 try later")));

        var first = await people.History.Read(property.Administrator, 2, null);
        cluster.Mailbox.Answers(address, new Delivery(DeliveryOutcome.Sent));
        cluster.Clock.Advance(TimeSpan.FromSeconds(31));
        await cluster.Mailbox.Next(address);
        await people.Until(t => t.Single(n => n.Id == "waiting").Letters[0].State == LetterState.Sent);
        var rest = await ReadAll(property, 2, first.Continuation);

        Assert.Equal(["n0", "n1", "n2", "n3", "waiting", "n4", "n5"], first.Notices.Concat(rest).Select(n => n.Id));
    }

    [Fact]
    public async Task Read_ContinuationOfAnotherList_IsRefused()
    {
        var property = await Property.Create(cluster);

        await Assert.ThrowsAsync<InvalidInputException>(() => new Recipients(cluster, property).History.Read(property.Administrator, 2, "other"));
    }

    private async Task<List<ToldNotice>> ReadAll(Property property, int limit, string? continuation = null)
    {
        var all = new List<ToldNotice>();
        do
        {
            var page = await new Recipients(cluster, property).History.Read(property.Administrator, limit, continuation);
            Assert.InRange(page.Notices.Length, 1, limit);
            all.AddRange(page.Notices);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        return all;
    }

    private static OutboxItem Settled(Property property, string id, DateTimeOffset at) => new()
    {
        Id = id,
        At = at,
        Taken = at,
        Language = "ja",
        Notice = Raised(property, id, at),
        Letters = [new Letter(new Addressee(Channel.Mail, "anna@example.jp")) { State = LetterState.Sent, Tried = at }],
    };

    private static Notice Raised(Property property, string id, DateTimeOffset at) => new(
        id, NoticeKind.TroubleRaised, at, new CameraPlace(property.Customer, property.Building, property.Room), null, "",
        new TroubleNotice(TroubleKind.BuildingLine, at));
}
