using System.Collections.Immutable;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Grains.Cameras;
using Mihari.Grains.Projections;
using Mihari.Grains.Rooms;
using Mihari.Grains.State;
using Mihari.Grains.Troubles;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Sensors;
using Mihari.Troubles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mihari.Grains.Buildings;

/// <summary>The live read model of a building's devices, cameras and hubs, and who follows it. It is not stored: the rooms tell it together at activation.</summary>
internal sealed partial class BuildingCameras(
    IGrainBase grain, BuildingId id, IGrainFactory grains, TimeProvider time, ILogger log, UpwardReport report)
{
    /// <summary>Half of what an activation may take.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ReadAgain = TimeSpan.FromSeconds(10);

    private readonly RoomReadings _readings = grain.GrainContext.ActivationServices.GetRequiredService<RoomReadings>();
    private readonly LiveProjection<CameraCard, IBuildingObserver> _cards = new(grain, time, log, (observer, delta) => observer.OnBuildingChanged(id, delta));

    private readonly HashSet<RoomId> _unread = [];
    private readonly Dictionary<RoomId, SensorCount> _sensors = [];
    private readonly Dictionary<RoomId, int> _counting = [];
    private IGrainTimer? _again;

    /// <summary>As it was told last; rooms that are the same stand in the same array.</summary>
    private (string Name, ImmutableArray<BuildingRoom> Rooms, Removal? Removal, LineTrouble? Line, int Counts) _frame;

    /// <summary>Changes with what <see cref="Sensors"/> says.</summary>
    private int _counts;

    private IEnumerable<CameraCard> Cameras => _cards.Items.Where(card => card.Status.Kind == DeviceKind.Camera);

    /// <summary>How its line stands, as the watch over it said last.</summary>
    public LineTrouble? Line { get; private set; }

    /// <summary>The sensors of its rooms, as far as they have been counted.</summary>
    public IReadOnlyDictionary<RoomId, SensorCount> Sensors => _sensors;

    /// <summary>
    /// Rooms that can't be read, or take too long, must not keep the whole building down: they are read on, and their cameras come as
    /// changes.
    /// </summary>
    public async Task Start(Func<IEnumerable<BuildingRoom>> rooms, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(LongestStart, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        await Task.WhenAll(LearnLine(either.Token), Read(rooms(), room => !either.IsCancellationRequested && rooms().Contains(room), either.Token));
        if (_unread.Count > 0 && !cancel.IsCancellationRequested)
        {
            LogRoomsUnread(log, id.Value, _unread.Count);
            _again = grain.RegisterGrainTimer(ReadOn, rooms, new GrainTimerCreationOptions { DueTime = ReadAgain, Period = ReadAgain, Interleave = true });
        }
    }

    private async Task LearnLine(CancellationToken cancel)
    {
        try
        {
            Line = await grains.GetGrain<ILineWatch>(id.Value).Get().WaitAsync(cancel);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogLineUnread(log, id.Value, e); // While it is down, the watch says so again and again.
        }
    }

    private async Task ReadOn(Func<IEnumerable<BuildingRoom>> rooms, CancellationToken cancel)
    {
        await Read(rooms().Where(room => _unread.Contains(room.Room)).ToList(), room => rooms().Contains(room), cancel);
        _unread.IntersectWith(rooms().Select(room => room.Room));
        if (_unread.Count == 0)
            _again?.Dispose();
    }

    private Task Read(IEnumerable<BuildingRoom> rooms, Func<BuildingRoom, bool> isWanted, CancellationToken cancel) => Task.WhenAll(rooms.Select(async room =>
    {
        _unread.Add(room.Room);
        try
        {
            // The turn lasts until the reading has ended, the waiting for it no longer than there is time.
            var reading = _readings.Read(() => Refresh(room, room.Room, isWanted), cancel);
            reading.Ignore();
            await reading.WaitAsync(cancel);
            _unread.Remove(room.Room);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Stays unread, for the next time.
            LogRoomUnread(log, room.Room.Value, e);
        }
    }));

    /// <summary>
    /// Tells the customer how the building stands; who watches is told where its name, its rooms, their sensors or its line are others than
    /// before, or it is gone.
    /// </summary>
    public Task Tell(BuildingState state, BuildingSummary? summary)
    {
        if (_frame != (state.Name, state.Rooms, state.Removal, Line, _counts))
        {
            _frame = (state.Name, state.Rooms, state.Removal, Line, _counts);
            _cards.Reframe();
        }

        return BuildingReading.Tell(grains, id, state.Customer, summary);
    }

    public Task ReportLine(LineTrouble? line)
    {
        if (Line != line)
        {
            Line = line;
            report.Request();
        }

        return Task.CompletedTask;
    }

    public AwayCameras Away(string name) => new(
        name, Cameras.Count(c => c.Status.Presence != Presence.NeverSeen), _unread.Count == 0,
        [.. Cameras.Where(card => card.Status.Presence == Presence.Offline).Select(card => AwayCamera.Of(card.Status, card.Room))])
    {
        Unstable =
        [
            .. _cards.Items.SelectMany(card => card.Status.Troubles.Where(t => t.Kind == TroubleKind.Unstable)
                .Select(t => new UnstableDevice(card.Status.Camera, card.Room, card.Status.Name, card.Status.Kind == DeviceKind.Hub, t.Since))),
        ],
    };

    public Task<ProjectionPosition> GetPosition() => Task.FromResult(_cards.Position);

    public ProjectionSnapshot<CameraCard> Snapshot() => _cards.Snapshot();

    public void Subscribe(IBuildingObserver observer, TimeSpan lease) => _cards.Subscribe(observer, lease);

    public Task Unsubscribe(IBuildingObserver observer)
    {
        _cards.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    /// <summary>A device changed. One that reports before its room is known here is asked again when the room is.</summary>
    public Task Report(BuildingRoom? room, CameraStatus status)
    {
        if (room is null)
            return Task.CompletedTask;

        var known = _cards.Find(status.Camera.Value);
        var isNews = known is null || known.Status.Version < status.Version || known.Room != room.Room || known.RoomName != room.Name;
        if (isNews && _cards.Set(new CameraCard(status.Camera, room.Room, room.Name, status)))
            report.Request();

        return Task.CompletedTask;
    }

    /// <summary>
    /// Asks a room who stands in it; null where it is not a room of the building (any more). Answers that are no longer wanted when
    /// they come change nothing.
    /// </summary>
    public async Task Refresh(BuildingRoom? room, RoomId id, Func<BuildingRoom, bool>? isWanted = null)
    {
        var devices = room is null ? [] : await grains.GetGrain<IRoomMembers>(id.Value).GetDevices();
        var statuses = await Task.WhenAll(devices.Select(d => grains.GetGrain<ICameraUpkeep>(d.Value).GetStatus()));
        if (room is not null && isWanted?.Invoke(room) == false)
            throw new OperationCanceledException("the room is another by now, or its time is over");

        foreach (var gone in _cards.Items.Where(c => c.Room == id && !devices.Contains(c.Camera)).ToArray())
        {
            if (_cards.Remove(gone.Camera.Value))
                report.Request();
        }

        foreach (var status in statuses)
            await Report(room, status);

        await CountSensors(room, id);
    }

    /// <summary>Counts a room's sensors; null where it is not a room of the building (any more). Of several counts at a time the one begun last is taken.</summary>
    public async Task CountSensors(BuildingRoom? room, RoomId id)
    {
        var turn = _counting[id] = _counting.GetValueOrDefault(id) + 1;
        var counted = room is null ? null : await grains.GetGrain<IRoomMembers>(id.Value).CountSensors();
        if (_counting[id] != turn || _sensors.GetValueOrDefault(id) == counted)
            return;

        if (counted is null)
            _sensors.Remove(id);
        else
            _sensors[id] = counted;
        _counts++;
        report.Request();
    }

    public async Task<RoomSummary> Summarise(BuildingRoom room)
    {
        var sensors = await grains.GetGrain<IRoomMembers>(room.Room.Value).CountSensors();
        return new RoomSummary(
            room.Room, room.Name, room.Contract, Cameras.Count(c => c.Room == room.Room), sensors.All, sensors.Open, sensors.Closed,
            _cards.Items.Count(c => c.Room == room.Room && c.Status.Troubles.Length > 0));
    }

    /// <summary>With each report of a device: one pass over all of them.</summary>
    public BuildingSummary Summarise(BuildingState building)
    {
        var now = time.GetUtcNow();
        var (cameras, online, troubled, recording) = (0, 0, 0, 0);
        foreach (var card in _cards.Items)
        {
            var status = card.Status;
            troubled += status.Troubles.Length > 0 ? 1 : 0;
            if (status.Kind != DeviceKind.Camera)
                continue;

            var isOnline = status.Presence == Presence.Online;
            cameras++;
            online += isOnline ? 1 : 0;
            recording += isOnline && status.RecordingUntil > now ? 1 : 0;
        }

        return new BuildingSummary(id, building.Name, BuildingRules.Rooms(building).Count(), cameras, online, troubled, recording, Line);
    }

    [LoggerMessage(1100, LogLevel.Warning, "{Count} rooms of building {Building} could not be read as it started; they are read on")]
    private static partial void LogRoomsUnread(ILogger logger, string building, int count);

    [LoggerMessage(1102, LogLevel.Information, "How the line of building {Building} stands could not be read as it started")]
    private static partial void LogLineUnread(ILogger logger, string building, Exception e);

    [LoggerMessage(1101, LogLevel.Debug, "Room {Room} could not be read yet")]
    private static partial void LogRoomUnread(ILogger logger, string room, Exception e);
}
