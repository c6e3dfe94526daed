using System.Collections.Immutable;
using Mihari.Buildings;
using Mihari.Grains.Accounts;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Refusals;
using Orleans.Concurrency;

namespace Mihari.Grains.Notifications;

/// <summary>
/// What happens to a building as a whole: everybody whom one of its rooms tells is told once, however many rooms do, in the language of the
/// first that does. It keeps nothing; the building's outbox does.
/// </summary>
[StatelessWorker]
internal sealed class BuildingNoticesGrain : Grain, IBuildingNotices
{
    public async Task Tell(Notice notice)
    {
        var customer = notice.Place.Customer;
        var readers = await ReadersOf(customer, notice.Kind);
        var others = readers.Any(r => r.IsPushed) ? await GrainFactory.GetGrain<IReceivers>(customer.Value).GetAll() : [];
        var mails = readers.SelectMany(r => r.Addresses.Select(address => (Address: address, r.Language))).DistinctBy(m => AddressRules.Key(m.Address)).ToArray();
        foreach (var language in NotificationRules.Languages)
        {
            var isFirst = language == NotificationRules.Languages[0];
            ImmutableArray<Addressee> to = [.. mails.Where(m => m.Language == language).Select(m => new Addressee(Channel.Mail, m.Address)), .. isFirst ? others : []];
            if (!to.IsEmpty)
                await Outbox.Put(isFirst ? notice : notice with { Id = NoticeIds.Of(notice.Id, language) }, language, to);
        }
    }

    public async Task<Readers> FindReaders(CustomerId customer, NoticeKind kind)
    {
        var readers = await ReadersOf(customer, kind);
        return new Readers([.. readers.SelectMany(r => r.Addresses).DistinctBy(AddressRules.Key)], "", readers.Any(r => r.IsPushed));
    }

    private IOutbox Outbox => GrainFactory.GetGrain<IOutbox>(OutboxKeys.Of(new BuildingId(this.GetPrimaryKeyString())));

    private async Task<Readers[]> ReadersOf(CustomerId customer, NoticeKind kind) =>
        await Task.WhenAll((await Rooms()).Select(room => GrainFactory.GetGrain<INoticeBoard>(room.Value).FindReaders(customer, kind)));

    private async Task<IEnumerable<RoomId>> Rooms()
    {
        try
        {
            return (await GrainFactory.GetGrain<IBuildingSetup>(this.GetPrimaryKeyString()).GetRooms(Access.Server)).Rooms.Select(room => room.Room);
        }
        catch (UnknownIdException)
        {
            return []; // It was deleted meanwhile: nobody is told of it any more.
        }
    }
}
