using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Cameras;
using Mihari.Capture;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Grains.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Sensors;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Timeline;
using Orleans.Runtime;

namespace Mihari.Grains.Capture;

/// <summary>
/// The rules of a room's cameras. Each sensor of a rule knows the room, and tells its rules when it fires: it is told before a rule is stored,
/// and after the last one is gone, so that no crash leaves a rule that nothing feeds (what it tells too much is ignored).
/// </summary>
internal sealed class CaptureRulesGrain([PersistentState("captureRules")] IPersistentState<CaptureRulesState> store, ITimeline timeline, TimeProvider time)
    : AuditedGrain<CaptureRulesState>(store, timeline), ICaptureRules, ICaptureRuleTargets
{
    private RoomId Id => new(this.GetPrimaryKeyString());

    public async Task<ImmutableArray<CaptureRule>> Get(Caller by, DeviceId camera)
    {
        var room = await Room(Id).Get(by);
        _ = CaptureRuleDecisions.Find(room, camera);
        var rules = CaptureRuleDecisions.Of(State, camera).ToArray();
        var parts = await Task.WhenAll(rules.GroupBy(r => r.Room).Select(of => Read(by, room.Building, of.Key, of)));
        var read = parts.SelectMany(p => p).ToDictionary(r => r.Sensor);
        return [.. rules.Where(r => read.ContainsKey(r.Sensor)).Select(r => read[r.Sensor])];
    }

    public async Task Add(Caller by, DeviceId camera, RoomId from, ImmutableArray<SensorId> sensors)
    {
        var (room, name) = await Find(by, Permission.SetCaptureRules, camera);
        if ((await GrainFactory.GetGrain<ICameraSetup>(camera.Value).GetFacts()).Status.Kind == DeviceKind.Hub)
            throw new UnknownIdException("camera", camera.Value);

        var triggers = await Room(from).Get(by);
        var now = time.GetUtcNow();
        var added = CaptureRuleDecisions.New(State, room, camera, triggers, sensors, by, now);

        // Those of rules that are there already, too: whatever became of it, it tells from now on.
        await Task.WhenAll(sensors.Distinct().Select(s => Sensor(s).Feed(Id)));
        if (added.IsEmpty)
            return;

        var told = string.Join(", ", added.Select(r => r.Sensor.ToString()));
        await Commit(
            State with { Rules = State.Rules.AddRange(added) },
            AuditLines.New(
                by, now, room.Customer, AuditAction.CaptureRulesSet, AuditSubject.Device, camera.Value, name,
                new AuditChange("room", null, triggers.Name), new AuditChange("sensors", null, told)));
    }

    public async Task DeleteAll(Caller by, DeviceId camera)
    {
        var (room, name) = await Find(by, Permission.DeleteCaptureRules, camera);
        var gone = CaptureRuleDecisions.Of(State, camera).ToArray();
        if (gone.Length == 0)
            return;

        var told = string.Join(", ", gone.Select(r => r.Sensor.ToString()));
        await Commit(
            CaptureRuleDecisions.WithoutCamera(State, camera, null),
            AuditLines.New(
                by, time.GetUtcNow(), room.Customer, AuditAction.CaptureRulesDeleted, AuditSubject.Device, camera.Value, name, new AuditChange("sensors", told, null)));
        await Unfeed(gone.Select(r => r.Sensor));
    }

    public Task Fired(CaptureTrigger trigger)
    {
        // A crash may have come between a rule and what feeds it. Not decided here: a rule may be on its way into the state.
        if (State.Rules.All(r => r.Sensor != trigger.Sensor))
            this.AsReference<ICaptureRuleTargets>().LetGo(trigger.Sensor).Ignore();

        return Task.WhenAll(CaptureRuleDecisions.For(State, trigger).Select(
            r => GrainFactory.GetGrain<ICameraCapture>(r.Camera.Value).Capture(trigger with { Rule = new TriggerRule(Id, r.SetAt, r.SetBy) })));
    }

    public Task LetGo(SensorId sensor) => Unfeed([sensor]);

    public async Task ReplaceSensor(SensorId gone, SensorId? successor)
    {
        if (successor is { } next && State.Rules.Any(r => r.Sensor == gone))
            await Sensor(next).Feed(Id);

        await Commit(CaptureRuleDecisions.WithoutSensor(State, gone, successor));
        await Sensor(gone).Unfeed(Id);
    }

    public async Task ReplaceCamera(DeviceId gone, DeviceId? successor)
    {
        var sensors = CaptureRuleDecisions.Of(State, gone).Select(r => r.Sensor).ToArray();
        await Commit(CaptureRuleDecisions.WithoutCamera(State, gone, successor));
        await Unfeed(sensors);
    }

    /// <summary>The rules on sensors of one room, as long as that room and they are there.</summary>
    private async Task<IEnumerable<CaptureRule>> Read(Caller by, BuildingId own, RoomId room, IEnumerable<RuleRecord> rules)
    {
        try
        {
            var info = await Room(room).Get(by);
            var building = info.Building == own ? null : (await GrainFactory.GetGrain<IBuildingReports>(info.Building.Value).GetSummary())?.Name;
            return from rule in rules
                   from device in info.Devices
                   where device.Device == rule.Sensor.Device
                   from sensor in device.Sensors
                   where sensor.Sensor == rule.Sensor.Name
                   select new CaptureRule(rule.Sensor, sensor.Kind, sensor.Name, device.Name, room, info.Name, info.Building, building, rule.SetAt, rule.SetBy);
        }
        catch (UnknownIdException)
        {
            return []; // It was deleted a moment ago: its rules are on their way out.
        }
    }

    private async Task<(RoomInfo Room, string Camera)> Find(Caller by, Permission permission, DeviceId camera)
    {
        var room = await Room(Id).Get(by);
        Access.Demand(by, permission, room.Customer, "room", Id.Value);
        return (room, CaptureRuleDecisions.Find(room, camera).Name);
    }

    /// <summary>Those that no rule names any more need not tell.</summary>
    private Task Unfeed(IEnumerable<SensorId> sensors) =>
        Task.WhenAll(sensors.Except(State.Rules.Select(r => r.Sensor)).Select(s => Sensor(s).Unfeed(Id)));

    private IRoomGrain Room(RoomId room) => GrainFactory.GetGrain<IRoomGrain>(room.Value);

    private ISensorSetup Sensor(SensorId sensor) => GrainFactory.GetGrain<ISensorSetup>(sensor.ToString());
}
