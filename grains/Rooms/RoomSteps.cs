using System.Collections.Immutable;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Sensors;
using Mihari.Identifiers;

namespace Mihari.Grains.Rooms;

/// <summary>The steps of a room's change in other grains. Each may be taken again.</summary>
internal static class RoomSteps
{
    /// <summary>Takes them. Where a device says that it stands elsewhere, those that were put in before it are taken out again.</summary>
    public static async Task<(ImmutableArray<RoomDevice> Standing, DeviceId? Refused)> Take(IGrainFactory grains, RoomId room, RoomState state, RoomChange change)
    {
        var standing = change.Devices;
        for (var i = 0; i < change.Steps.Length; i++)
        {
            var step = change.Steps[i];
            if (await Camera(grains, step).Settle(step))
                continue;

            if (!change.MayLack)
            {
                await TakeBack(grains, state, change.Steps[..i]);
                return (state.Devices, step.Device);
            }

            standing = standing.RemoveAll(d => d.Device == step.Device); // It found another place meanwhile; the rest comes back.
        }

        var counting = change.Removal is null ? standing : [];
        await PlaceSensors(grains, room, state.Devices, counting);
        await CaptureRuleSteps.Take(grains, room, state.Devices, counting, change.Steps);
        return (standing, null);
    }

    private static Task TakeBack(IGrainFactory grains, RoomState state, ImmutableArray<Placement> steps) =>
        Task.WhenAll(steps
            .Where(s => s.Kind is PlacementKind.Put or PlacementKind.Succeed && state.Devices.All(d => d.Device != s.Device))
            .Select(s => Camera(grains, s).Settle(s with { Kind = PlacementKind.Remove })));

    private static async Task PlaceSensors(IGrainFactory grains, RoomId room, ImmutableArray<RoomDevice> before, ImmutableArray<RoomDevice> after)
    {
        var counting = after.SelectMany(d => d.Sensors.Select(s => (Id: new SensorId(d.Device, s.Sensor), s.Kind))).ToDictionary(s => s.Id, s => s.Kind);
        var gone = before.SelectMany(d => d.Sensors.Select(s => new SensorId(d.Device, s.Sensor))).Where(s => !counting.ContainsKey(s));
        await Task.WhenAll(gone.Select(s => Sensor(grains, s).Remove(room)).Concat(counting.Select(s => Sensor(grains, s.Key).Place(room, s.Value))));
    }

    private static ICameraSetup Camera(IGrainFactory grains, Placement step) => grains.GetGrain<ICameraSetup>(step.Device.Value);

    private static ISensorSetup Sensor(IGrainFactory grains, SensorId sensor) => grains.GetGrain<ISensorSetup>(sensor.ToString());
}
