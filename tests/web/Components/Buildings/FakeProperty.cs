using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Capture;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Notifications;
using Mihari.Projections;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Sensors;
using Mihari.Web.Components.Buildings;

namespace Mihari.Tests.Web.Components.Buildings;

/// <summary>A property of two buildings as its grains would tell it; what pages ask for is written down, and refused where the test says so.</summary>
internal sealed class FakeProperty
{
    public FakeProperty(Portals portal)
    {
        portal.Grains.PutOthers<IBuildingSetup>(id => new Building(this, id));
        portal.Grains.PutOthers<IRoomDevices>(id => new Room(this, id));
        portal.Grains.PutOthers<IRoomGrain>(id => new Room(this, id));
        portal.Grains.PutOthers<IContractDesk>(number => new Contract(this, number));
        portal.Grains.PutOthers<ICaptureRules>(id => new CaptureRules(this, id));
        portal.Grains.PutOthers<ICameraGrain>(id => new Camera(this, id));
        portal.Grains.PutOthers<INotificationHistory>(_ => new History(this));
        portal.Grains.PutOthers<INotificationSettings>(id => new Notifications(this, id));
        portal.Grains.PutOthers<IBuildingNotifications>(id => new AllNotifications(this, id));
    }

    /// <summary>What was asked for, in order: <c>RenameRoom b1 r1 駐車場→ごみ集積場</c>.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Thrown by the next change; null: it is done.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>What rooms have told.</summary>
    public ImmutableArray<ToldNotice> Notices { get; set; } = [];

    /// <summary>The customer is without the cloud option.</summary>
    public bool IsBasic { get; set; }

    /// <summary>What stands after a change was refused, as somebody else has set it.</summary>
    public ImmutableArray<NotificationSettings>? ToldMeanwhile { get; set; }

    /// <summary>Changes wait for it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public ImmutableArray<RoomSummary> Rooms { get; set; } =
    [
        new(new RoomId("r1"), "エントランス", new ContractNumber("100"), 1, 1, 0, 0, 0),
        new(new RoomId("r2"), "駐車場", new ContractNumber("200"), 1, 2, 1, 0, 1),
    ];

    public ImmutableArray<PlacedDevice> Devices { get; set; } =
    [
        new(Cards.Id(1), "カメラ1", Cards.Make(1).Status, [new PlacedSensor("motion", SensorKind.Motion, "カメラ1(モーション)", null)]),
    ];

    public ImmutableArray<CaptureRule> Rules { get; set; } = [];

    /// <summary>Of both rooms, until a test says otherwise.</summary>
    public ImmutableArray<NotificationSettings> Told { get; set; } =
    [
        new(new RoomId("r1"), "エントランス", new BuildingId("b1"), NotificationType.Troubles, "ja", [], 0),
        new(new RoomId("r2"), "駐車場", new BuildingId("b1"), NotificationType.Troubles, "ja", [], 0),
    ];

    public ImmutableArray<DeviceOffer> Offers { get; set; } =
    [
        new(Cards.Id(9), DeviceKind.Camera, "MC-200", Presence.Online, [new DeviceSensor("motion", SensorKind.Motion)]),
    ];

    public static PortfolioBoard Portfolio(params string[] names) => PortfolioBoard.From(new Portfolio(
        new CustomerId("c1"), "さくら管理",
        new ProjectionSnapshot<BuildingSummary>(
            new ProjectionPosition("i", 1), [.. names.Select((name, index) => new BuildingSummary(new BuildingId($"b{index + 1}"), name, 2, 2, 2, 0, 0))])));

    private async Task Do(string what)
    {
        Asked.Add(what);
        if (Hold is not null)
            await Hold.Task;

        if (Refusal is { } refusal)
            throw refusal;
    }

    private sealed class Building(FakeProperty property, string id) : IBuildingSetup
    {
        public Task Create(Caller by, CustomerId customer, string name, NewRoom? first) =>
            property.Do($"Create {id} {customer} {name} {first!.Room} {first.Name} {first.Contract} {first.Device}");

        public Task AddRoom(Caller by, NewRoom room) => property.Do($"AddRoom {id} {room.Room} {room.Name} {room.Contract} {room.Device}");

        public Task Rename(Caller by, string was, string name) => property.Do($"Rename {id} {was}→{name}");

        public Task Delete(Caller by, string was) => property.Do($"Delete {id} {was}");

        public Task RenameRoom(Caller by, RoomId room, string was, string name) => property.Do($"RenameRoom {id} {room} {was}→{name}");

        public Task DeleteRoom(Caller by, RoomId room, string was) => property.Do($"DeleteRoom {id} {room} {was}");

        public Task MoveRoom(Caller by, RoomId room, BuildingId to) => property.Do($"MoveRoom {id} {room} {to}");

        public Task<RoomList> GetRooms(Caller by) => id.StartsWith('b')
            ? Task.FromResult(new RoomList(new BuildingId(id), "イッツコムマンション", property.Rooms))
            : throw new UnknownIdException("building", id);
    }

    private sealed class Room(FakeProperty property, string id) : IRoomDevices, IRoomGrain
    {
        public Task<RoomDevices> GetDevices(Caller by) => property.Rooms.FirstOrDefault(room => room.Room.Value == id) is { } room
            ? Task.FromResult(new RoomDevices(room.Room, new BuildingId("b1"), room.Name, room.Contract, property.Devices))
            : throw new UnknownIdException("room", id);

        public Task<ImmutableArray<DeviceOffer>> GetOffers(Caller by) => Task.FromResult(property.Offers);

        public Task RenameDevice(Caller by, DeviceId device, string? sensor, string was, string name) => property.Do($"RenameDevice {id} {device} {sensor} {was}→{name}");

        public Task DeleteDevice(Caller by, DeviceId device, string? sensor, string was) => property.Do($"DeleteDevice {id} {device} {sensor} {was}");

        public Task ReplaceDevice(Caller by, DeviceId broken, DeviceId successor) => property.Do($"ReplaceDevice {id} {broken}→{successor}");

        public Task AddDevices(Caller by, ImmutableArray<NewDevice> devices) => property.Do(
            $"AddDevices {id} " + string.Join(',', devices.Select(d => $"{d.Device} {d.Name} [{string.Join(',', d.Sensors.Select(s => $"{s.Sensor} {s.Name}"))}]")));

        public Task<RoomInfo> Get(Caller by) => throw new NotSupportedException();
    }

    private sealed class CaptureRules(FakeProperty property, string id) : ICaptureRules
    {
        public Task<ImmutableArray<CaptureRule>> Get(Caller by, DeviceId camera) => Task.FromResult(property.Rules);

        public Task Add(Caller by, DeviceId camera, RoomId from, ImmutableArray<SensorId> sensors) =>
            property.Do($"AddRules {id} {camera} {from} {string.Join(',', sensors)}");

        public Task DeleteAll(Caller by, DeviceId camera) => property.Do($"DeleteRules {id} {camera}");
    }

    private sealed class Notifications(FakeProperty property, string id) : INotificationSettings
    {
        public Task<NotificationSettings> Get(Caller by) =>
            Task.FromResult(property.Told.FirstOrDefault(told => told.Room.Value == id) ?? throw new UnknownIdException("room", id));

        public Task SetMail(Caller by, ImmutableArray<string> addresses, string language, int? was) =>
            Set($"SetMail {id} [{string.Join(',', addresses)}] {language} {was}", was);

        public Task SetType(Caller by, NotificationType type, int? was) => Set($"SetType {id} {type} {was}", was);

        private async Task Set(string what, int? was)
        {
            await property.Do(what);
            if (property.ToldMeanwhile is { } told)
                (property.Told, property.ToldMeanwhile) = (told, null);

            if (was != property.Told.First(t => t.Room.Value == id).Revision)
                throw new ConflictException("was", "changed", Clash.ChangedMeanwhile);
        }

        public Task AskAgain(Caller by, string address) => property.Do($"AskAgain {id} {address}");
    }

    private sealed class AllNotifications(FakeProperty property, string id) : IBuildingNotifications
    {
        public Task<ImmutableArray<NotificationSettings>> Get(Caller by) => Task.FromResult(property.Told);

        public Task SetMail(Caller by, ImmutableArray<string> addresses, string language) => property.Do($"SetMail {id} [{string.Join(',', addresses)}] {language}");

        public Task SetType(Caller by, NotificationType type) => property.Do($"SetType {id} {type}");
    }

    private sealed class Contract(FakeProperty property, string number) : IContractDesk
    {
        public async Task<ContractInfo> Check(Caller by, DeviceId device)
        {
            await property.Do($"Check {number} {device}");
            return new ContractInfo(new ContractNumber(number), new CustomerId("c1"), [device], null);
        }

        public Task<ContractDetail> GetDetail(Caller by) => throw new NotSupportedException();

        public Task<ImmutableArray<DeviceId>> Match(Caller by, ImmutableArray<ShippedDevice> devices) => throw new NotSupportedException();

        public Task<string> IssueKey(Caller by, DeviceId device) => throw new NotSupportedException();

        public Task RevokeKey(Caller by, DeviceId device) => throw new NotSupportedException();

        public Task Delete(Caller by) => throw new NotSupportedException();

        public Task DeleteDevice(Caller by, DeviceId device) => throw new NotSupportedException();

        public Task Restore(Caller by) => throw new NotSupportedException();

        public Task RestoreDevice(Caller by, DeviceId device) => throw new NotSupportedException();
    }

    private sealed class History(FakeProperty property) : INotificationHistory
    {
        public Task<ToldPage> Read(Caller by, int limit, string? continuation) => Task.FromResult(new ToldPage(property.Notices, null));
    }

    private sealed class Camera(FakeProperty property, string id) : ICameraGrain
    {
        public Task<CameraDetail> Get(Caller by) => Task.FromResult(new CameraDetail(
            Cards.Make(1).Status with { Camera = DeviceId.Parse(id) }, new BuildingId("b1"), new RoomId("r1"), new ContractNumber("100"), [], "MC-100", "1.0", TimeSpan.Zero, 0));

        public Task<Mihari.Recordings.ClipPage> GetClips(Caller by, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation) =>
            property.IsBasic ? throw new NotInPlanException("event recordings") : Task.FromResult(new Mihari.Recordings.ClipPage([], null));

        public Task<ImmutableArray<DateOnly>> GetClipDays(Caller by, DateOnly from, DateOnly to, TimeSpan offset) => throw new NotSupportedException();

        public Task<Mihari.Recordings.RecordedSpan> GetRecordings(Caller by, DateTimeOffset from, DateTimeOffset to) => throw new NotSupportedException();

        public Task NoteViewing(Caller by, ClipId clip) => Task.CompletedTask;

        public Task<Mihari.Media.MediaAddress> FindMedia(Caller by, ClipId clip, Mihari.Recordings.ClipPart part) => throw new NotSupportedException();
    }
}

