using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Notifications;
using Orleans.Concurrency;

namespace Mihari.Grains.Notifications;

/// <summary>一括設定: the same for every room of a building. It keeps nothing; the rooms do.</summary>
[StatelessWorker]
internal sealed class BuildingNotificationsGrain : Grain, IBuildingNotifications
{
    public async Task<ImmutableArray<NotificationSettings>> Get(Caller by) =>
        [.. await Task.WhenAll((await Rooms(by)).Select(room => Settings(room).Get(by)))];

    public async Task SetMail(Caller by, ImmutableArray<string> addresses, string language)
    {
        // The first alone, so that what is wrong with the addresses is refused before any room is changed, and they are asked once.
        var rooms = (await Rooms(by)).ToArray();
        foreach (var first in rooms.Take(1))
            await Settings(first).SetMail(by, addresses, language, null);

        await Task.WhenAll(rooms.Skip(1).Select(room => Settings(room).SetMail(by, addresses, language, null)));
    }

    public async Task SetType(Caller by, NotificationType type) =>
        await Task.WhenAll((await Rooms(by)).Select(room => Settings(room).SetType(by, type, null)));

    private async Task<IEnumerable<RoomId>> Rooms(Caller by) =>
        (await GrainFactory.GetGrain<IBuildingSetup>(this.GetPrimaryKeyString()).GetRooms(by)).Rooms.Select(room => room.Room);

    private INotificationSettings Settings(RoomId room) => GrainFactory.GetGrain<INotificationSettings>(room.Value);
}
