using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Timeline;
using Orleans.Runtime;

namespace Mihari.Grains.Notifications;

/// <summary>
/// A room's notification settings, and what they mean for what happens there. It writes nothing of what happens: what is to be sent is
/// the outbox's, and a room whose settings ask for nothing costs no more than the question.
/// </summary>
internal sealed class NoticeBoardGrain([PersistentState("notifications")] IPersistentState<NotificationsState> store, ITimeline timeline, NobodyToTell nobody, TimeProvider time)
    : AuditedGrain<NotificationsState>(store, timeline), INoticeBoard, INotificationSettings, INotificationHistory
{
    private const int LargestPage = 200;

    private readonly ITimeline _timeline = timeline;

    private RoomId Id => new(this.GetPrimaryKeyString());

    public async Task<bool> Tell(Notice notice)
    {
        var customer = notice.Place.Customer;
        if (!NotificationTable.IsPushed(State.Type))
            return false;

        var others = await GrainFactory.GetGrain<IReceivers>(customer.Value).GetAll();
        var to = others.InsertRange(0, (await Mailed(customer, notice.Kind)).Select(a => new Addressee(Channel.Mail, a)));
        if (!to.IsEmpty)
            await GrainFactory.GetGrain<IOutbox>(OutboxKeys.Of(Id)).Put(notice, State.Language, to);

        return !to.IsEmpty;
    }

    public async Task<Readers> FindReaders(CustomerId customer, NoticeKind kind) =>
        new(await Mailed(customer, kind), State.Language, NotificationTable.IsPushed(State.Type));

    public async Task<NotificationSettings> Get(Caller by)
    {
        var room = await Find(by, Permission.ConfigureNotifications);
        var known = (await Book(room.Customer).Find(State.Addresses)).ToDictionary(a => a.Address, StringComparer.Ordinal);
        return new NotificationSettings(
            Id, room.Name, room.Building, State.Type, State.Language, [.. State.Addresses.Where(known.ContainsKey).Select(a => known[a])], State.Revision);
    }

    public async Task SetMail(Caller by, ImmutableArray<string> addresses, string language, int? was)
    {
        var room = await Find(by, Permission.ConfigureMail);
        var next = State with { Addresses = NotificationRules.CheckAddresses(addresses), Language = NotificationRules.CheckLanguage(language) };
        if (!next.Addresses.SequenceEqual(State.Addresses) || next.Language != State.Language)
            NotificationRules.CheckWas(State, was);

        // The question first: an address that is in the settings has been asked.
        await Book(room.Customer).Add(next.Addresses, next.Language);
        if (next.Addresses.SequenceEqual(State.Addresses) && next.Language == State.Language)
            return;

        await Commit(
            next with { Revision = State.Revision + 1 },
            Entry(by, room, AuditAction.NotifiedAddressesSet,
                new AuditChange("addresses", Told(State.Addresses), Told(next.Addresses)), new AuditChange("mailLanguage", State.Language, next.Language)));
    }

    public async Task SetType(Caller by, NotificationType type, int? was)
    {
        var room = await Find(by, Permission.ConfigureNotifications);
        if (NotificationRules.CheckType(type) == State.Type)
            return;

        NotificationRules.CheckWas(State, was);
        await Commit(
            State with { Type = type, Revision = State.Revision + 1 },
            Entry(by, room, AuditAction.NotificationTypeSet, new AuditChange("notificationType", State.Type.ToString(), type.ToString())));
    }

    public async Task AskAgain(Caller by, string address)
    {
        var room = await Find(by, Permission.ConfigureMail);
        if (!State.Addresses.Contains(address, StringComparer.Ordinal))
            throw new UnknownIdException("address", address);

        await Book(room.Customer).AskAgain(address, State.Language);
    }

    public async Task<ToldPage> Read(Caller by, int limit, string? continuation)
    {
        if (limit is < 1 or > LargestPage)
            throw new InvalidInputException("limit", $"must be 1 to {LargestPage}", InputProblem.Range, $"1-{LargestPage}");

        var room = await Find(by, Permission.ConfigureNotifications);

        // What is told of the whole building is told of the room too.
        return await new ToldMerge(GrainFactory, _timeline, [OutboxKeys.Of(Id), OutboxKeys.Of(room.Building)], time.GetUtcNow() + TimeSpan.FromDays(1)).Read(limit, continuation);
    }

    protected override void Written() => nobody.Changed();

    private static string? Told(ImmutableArray<string> addresses) => addresses.IsEmpty ? null : string.Join(", ", addresses);

    private async Task<ImmutableArray<string>> Mailed(CustomerId customer, NoticeKind kind)
    {
        if (State.Addresses.IsEmpty || !NotificationTable.IsMailed(State.Type, kind))
            return [];

        var known = await Book(customer).Find(State.Addresses);
        return [.. known.Where(a => a.State == AddressState.Confirmed).Select(a => a.Address)];
    }

    private async Task<RoomInfo> Find(Caller by, Permission permission)
    {
        var room = await GrainFactory.GetGrain<IRoomGrain>(Id.Value).Get(by);
        Access.Demand(by, permission, room.Customer, "room", Id.Value);
        return room;
    }

    private AuditEntry Entry(Caller by, RoomInfo room, AuditAction action, params AuditChange[] changes) =>
        AuditLines.New(by, time.GetUtcNow(), room.Customer, action, AuditSubject.Room, Id.Value, room.Name, [.. changes]);

    private IAddressBook Book(CustomerId customer) => GrainFactory.GetGrain<IAddressBook>(customer.Value);
}
