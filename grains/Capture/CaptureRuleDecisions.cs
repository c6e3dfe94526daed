using System.Collections.Immutable;
using System.Globalization;
using Mihari.Accounts;
using Mihari.Capture;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;

namespace Mihari.Grains.Capture;

/// <summary>Which rules there may be, and what becomes of them; without side effects.</summary>
internal static class CaptureRuleDecisions
{
    /// <summary>How far a device's time may be off although it was corrected.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);

    /// <exception cref="UnknownIdException">The camera does not stand in the room.</exception>
    public static NewDevice Find(RoomInfo room, DeviceId camera) =>
        room.Devices.FirstOrDefault(d => d.Device == camera) ?? throw new UnknownIdException("camera", camera.Value);

    /// <summary>The rules that are not there yet.</summary>
    /// <exception cref="UnknownIdException">The sensors' room is another customer's.</exception>
    /// <exception cref="InvalidInputException">No sensor, one that does not stand in the room, or the camera's own room.</exception>
    /// <exception cref="ConflictException">The camera would have too many.</exception>
    public static ImmutableArray<RuleRecord> New(
        CaptureRulesState state, RoomInfo of, DeviceId camera, RoomInfo from, ImmutableArray<SensorId> sensors, Caller by, DateTimeOffset now)
    {
        // Support may see rooms of all customers; a rule is within one.
        if (from.Customer != of.Customer)
            throw new UnknownIdException("room", from.Room.Value);

        if (from.Room == of.Room)
            throw new InvalidInputException("from", "must be another room: cameras record on the sensors of their own without a rule", InputProblem.Choice);

        if (sensors.IsDefaultOrEmpty)
            throw new InvalidInputException("sensors", "must name at least one sensor", InputProblem.Choice);

        foreach (var sensor in sensors)
        {
            if (!from.Devices.Any(d => d.Device == sensor.Device && d.Sensors.Any(s => s.Sensor == sensor.Name)))
                throw new InvalidInputException("sensors", $"{sensor} is no sensor of the room", InputProblem.Choice, sensor.ToString());
        }

        var known = Of(state, camera).Select(r => r.Sensor).ToHashSet();
        ImmutableArray<RuleRecord> added = [.. sensors.Distinct().Where(s => !known.Contains(s)).Select(s => new RuleRecord(camera, s, from.Room, now, by.Name))];
        return known.Count + added.Length <= ICaptureRules.MostOfCamera
            ? added
            : throw new ConflictException(
                "sensors", $"would be more than {ICaptureRules.MostOfCamera} rules of the camera", Clash.Full, ICaptureRules.MostOfCamera.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// The rules that an event is for. Not those set after it, and not those of a room that the sensor has left: it may be another customer's by now.
    /// </summary>
    public static IEnumerable<RuleRecord> For(CaptureRulesState state, CaptureTrigger trigger) =>
        state.Rules.Where(r => r.Sensor == trigger.Sensor && r.Room == trigger.From && r.SetAt <= trigger.At + ClockSlack);

    public static IEnumerable<RuleRecord> Of(CaptureRulesState state, DeviceId camera) => state.Rules.Where(r => r.Camera == camera);

    /// <summary>The state after a sensor has gone, or another one has taken its place; the same object where no rule names it.</summary>
    public static CaptureRulesState WithoutSensor(CaptureRulesState state, SensorId gone, SensorId? successor) =>
        !state.Rules.Any(r => r.Sensor == gone) ? state
        : state with
        {
            Rules = [.. state.Rules.Where(r => successor is not null || r.Sensor != gone)
                .Select(r => r.Sensor == gone ? r with { Sensor = successor!.Value } : r).DistinctBy(r => (r.Camera, r.Sensor))],
        };

    /// <summary>The state after a camera has gone, or another one has taken its place; the same object where it has no rule.</summary>
    public static CaptureRulesState WithoutCamera(CaptureRulesState state, DeviceId gone, DeviceId? successor) =>
        !state.Rules.Any(r => r.Camera == gone) ? state
        : state with
        {
            Rules = [.. state.Rules.Where(r => successor is not null || r.Camera != gone)
                .Select(r => r.Camera == gone ? r with { Camera = successor!.Value } : r).DistinctBy(r => (r.Camera, r.Sensor))],
        };
}
