using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Buildings;
using Mihari.Customers;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Refusals;
using Mihari.Sensors;
using Mihari.Troubles;

namespace Mihari.Grains.Buildings;

/// <summary>What becomes of a building and its rooms (manual 1.3); without side effects.</summary>
internal static class BuildingRules
{
    private const int LongestName = 64;
    private const int NamedRooms = 20;

    /// <summary>The building's customer; null where the building is not to be seen.</summary>
    public static CustomerId? Owner(BuildingState building) =>
        building.Removal is null && building.Pending is not { Kind: BuildingChangeKind.Create } ? building.Customer : null;

    /// <summary>What is shown of it to who may see it.</summary>
    public static Dashboard Dashboard(
        BuildingId id, BuildingState building, IReadOnlyDictionary<RoomId, SensorCount> sensors, ProjectionSnapshot<CameraCard> cameras, LineTrouble? line) =>
        new(id, building.Customer!.Value, building.Name, [.. Rooms(building).Select(r => new RoomEntry(r.Room, r.Name, sensors.GetValueOrDefault(r.Room), r.Contract))], cameras, line);

    /// <summary>The rooms that are to be seen.</summary>
    public static IEnumerable<BuildingRoom> Rooms(BuildingState building) => building.Rooms.Where(r => r.Removal is null);

    /// <exception cref="UnknownIdException">There is no such room to be seen.</exception>
    public static BuildingRoom Find(BuildingState building, RoomId room) =>
        Rooms(building).FirstOrDefault(r => r.Room == room) ?? throw new UnknownIdException("room", room.Value);

    /// <exception cref="UnknownIdException">There is no such room to be seen.</exception>
    /// <exception cref="ConflictException">Its name was changed meanwhile.</exception>
    public static BuildingRoom Find(BuildingState building, RoomId room, string was)
    {
        var known = Find(building, room);
        CheckWas(known.Name, was);
        return known;
    }

    /// <summary>The room as it is to be seen here; null: there is none.</summary>
    public static StandingRoom? Standing(BuildingState building, RoomId room) =>
        Owner(building) is not null && Rooms(building).FirstOrDefault(r => r.Room == room) is { } known
            ? new StandingRoom(known.Name, known.Contract, building.Name)
            : null;

    /// <summary>Whether the room was added before.</summary>
    /// <exception cref="ConflictException">It was, with other values.</exception>
    public static bool IsThere(BuildingState building, NewRoom room)
    {
        if (Rooms(building).FirstOrDefault(r => r.Room == room.Room) is not { } known)
            return false;

        return known.Name == Name(room.Name, "name") && known.Contract == room.Contract
            ? true
            : throw new ConflictException("room", "exists with other values", Clash.Taken);
    }

    /// <exception cref="ConflictException">The building is there with other values.</exception>
    public static void CheckSame(BuildingState building, CustomerId customer, string name)
    {
        if (building.Customer != customer || building.Name != name)
            throw new ConflictException("building", "exists with other values", Clash.Taken);
    }

    /// <summary>A name of 1 to 64 characters.</summary>
    /// <exception cref="InvalidInputException">It breaks the rule.</exception>
    public static string Name(string name, string field) => InputRules.Name(name, field, 1, LongestName);

    /// <exception cref="ConflictException">The name was changed meanwhile.</exception>
    public static void CheckWas(string present, string was)
    {
        if (present != was)
            throw new ConflictException("name", "was changed meanwhile", Clash.ChangedMeanwhile, present);
    }

    public static BuildingChange Create(BuildingId id, CustomerId customer, string name, BuildingRoom room, Caller by, DateTimeOffset now)
    {
        var created = new BuildingState { Customer = customer, Name = name };
        return new(BuildingChangeKind.Create, [room], null, [Created(id, customer, name, by, now), Added(created, room, by, now)]);
    }

    public static AuditEntry Created(BuildingId id, CustomerId customer, string name, Caller by, DateTimeOffset now) =>
        AuditLines.New(by, now, customer, AuditAction.BuildingAdded, AuditSubject.Building, id.Value, name, new AuditChange("name", null, name));

    public static BuildingChange AddRoom(BuildingState building, BuildingRoom room, Caller by, DateTimeOffset now) =>
        new(BuildingChangeKind.AddRoom, [room], null, [Added(building, room, by, now)]);

    public static AuditEntry Renamed(BuildingId id, BuildingState building, string name, Caller by, DateTimeOffset now) =>
        AuditLines.New(by, now, building.Customer, AuditAction.BuildingRenamed, AuditSubject.Building, id.Value, name, new AuditChange("name", building.Name, name));

    public static BuildingChange RenameRoom(BuildingState building, BuildingRoom room, string name, Caller by, DateTimeOffset now) =>
        new(BuildingChangeKind.RenameRoom, [room with { Name = name }], null,
            [Entry(building, AuditAction.RoomRenamed, room with { Name = name }, by, now, new AuditChange("name", room.Name, name))]);

    public static BuildingChange RemoveRoom(BuildingState building, BuildingRoom room, Caller by, DateTimeOffset now) =>
        new(BuildingChangeKind.RemoveRoom, [room], Removal.Now(by, now), [Deleted(building, room, by, now)]);

    public static BuildingChange Remove(BuildingId id, BuildingState building, Caller by, DateTimeOffset now)
    {
        ImmutableArray<BuildingRoom> rooms = [.. Rooms(building)];
        var entry = AuditLines.New(
            by, now, building.Customer, AuditAction.BuildingDeleted, AuditSubject.Building, id.Value, building.Name,
            new AuditChange("name", building.Name, null), new AuditChange("rooms", Names(rooms), null));
        return new(BuildingChangeKind.Remove, rooms, Removal.Now(by, now), [entry]);
    }

    /// <exception cref="UnknownIdException">The room is not deleted, or its 30 days are over.</exception>
    /// <exception cref="ConflictException">The building is deleted itself.</exception>
    public static BuildingChange RestoreRoom(BuildingState building, RoomId id, Caller by, DateTimeOffset now)
    {
        var room = building.Rooms.FirstOrDefault(r => r.Room == id && r.Removal?.Until > now) ?? throw new UnknownIdException("room", id.Value);
        if (building.Removal is not null)
            throw new ConflictException("building", "is deleted itself: restore it first", Clash.Deleted);

        return new(BuildingChangeKind.RestoreRoom, [room], null,
            [Entry(building, AuditAction.RoomRestored, room, by, now, new AuditChange("building", null, building.Name))]);
    }

    /// <exception cref="UnknownIdException">The building is not deleted, or its 30 days are over.</exception>
    public static BuildingChange Restore(BuildingId id, BuildingState building, Caller by, DateTimeOffset now)
    {
        if (building.Removal is not { } removal || removal.Until <= now)
            throw new UnknownIdException("building", id.Value);

        var entry = AuditLines.New(
            by, now, building.Customer, AuditAction.BuildingRestored, AuditSubject.Building, id.Value, building.Name, new AuditChange("name", null, building.Name));
        return new(BuildingChangeKind.Restore, [.. building.Rooms.Where(r => r.Removal == removal)], null, [entry]);
    }

    /// <summary>The building once the change is made in the other grains; <paramref name="done"/> are the rooms with which it could be.</summary>
    public static BuildingState After(BuildingState building, BuildingChange change, ImmutableArray<BuildingRoom> done)
    {
        var next = building with { Pending = null };
        return change.Kind switch
        {
            BuildingChangeKind.Create or BuildingChangeKind.AddRoom => next with { Rooms = next.Rooms.AddRange(done) },
            BuildingChangeKind.RenameRoom => next with { Rooms = With(next, done) },
            BuildingChangeKind.RemoveRoom => next with { Rooms = With(next, done, change.Removal) },
            BuildingChangeKind.Remove => next with { Rooms = With(next, done, change.Removal), Removal = change.Removal },
            BuildingChangeKind.RestoreRoom or BuildingChangeKind.Restore => next with { Rooms = With(next, done, null), Removal = null },
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.Kind, "no such kind"),
        };
    }

    /// <summary>The building without what can't be restored any more; the same object where that is nothing.</summary>
    public static BuildingState Purged(BuildingState building, DateTimeOffset now)
    {
        if (building.Removal?.Until <= now)
            return new BuildingState();

        return building.Rooms.Any(r => r.Removal?.Until <= now) ? building with { Rooms = building.Rooms.RemoveAll(r => r.Removal?.Until <= now) } : building;
    }

    /// <summary>What can be restored: the building itself, or rooms of it.</summary>
    public static IEnumerable<RemovedPart> Removed(BuildingId id, BuildingState building, DateTimeOffset now)
    {
        if (building.Removal is { } removal)
            return removal.Until > now ? [Part(RemovedKind.Building, id.Value, building.Name, "", removal)] : [];

        return building.Rooms.Where(r => r.Removal?.Until > now).Select(r => Part(RemovedKind.Room, r.Room.Value, r.Name, building.Name, r.Removal!));
    }

    public static RemovedPart Part(RemovedKind kind, string id, string name, string place, Removal removal, RoomId? room = null) =>
        new(new RemovedThing(kind, id, name, place, removal.At, removal.By, removal.Until), room);

    private static ImmutableArray<BuildingRoom> With(BuildingState building, ImmutableArray<BuildingRoom> rooms) =>
        [.. building.Rooms.Select(r => rooms.FirstOrDefault(n => n.Room == r.Room) ?? r)];

    private static ImmutableArray<BuildingRoom> With(BuildingState building, ImmutableArray<BuildingRoom> rooms, Removal? removal) =>
        With(building, [.. rooms.Select(r => r with { Removal = removal })]);

    /// <summary>How an audit line names many rooms.</summary>
    private static string Names(ImmutableArray<BuildingRoom> rooms)
    {
        var names = string.Join(", ", rooms.Take(NamedRooms).Select(r => r.Name));
        return rooms.Length <= NamedRooms ? names : $"{names} +{rooms.Length - NamedRooms}";
    }

    private static AuditEntry Added(BuildingState building, BuildingRoom room, Caller by, DateTimeOffset now) =>
        Entry(building, AuditAction.RoomAdded, room, by, now, new AuditChange("building", null, building.Name), new AuditChange("contract", null, room.Contract.Value));

    private static AuditEntry Deleted(BuildingState building, BuildingRoom room, Caller by, DateTimeOffset now) =>
        Entry(building, AuditAction.RoomDeleted, room, by, now, new AuditChange("building", building.Name, null), new AuditChange("contract", room.Contract.Value, null));

    private static AuditEntry Entry(BuildingState building, AuditAction action, BuildingRoom room, Caller by, DateTimeOffset now, params AuditChange[] changes) =>
        AuditLines.New(by, now, building.Customer, action, AuditSubject.Room, room.Room.Value, room.Name, [.. changes]);
}
