using System.Collections.Immutable;
using Mihari.Grains.Cameras;
using Mihari.Grains.Rooms;
using Mihari.Grains.Sensors;
using Mihari.Identifiers;

namespace Mihari.Grains.Capture;

/// <summary>
/// What a change of a room's devices means for rules: those of devices that are gone go too, and those of a replaced one are its successor's.
/// Each step may be taken again.
/// </summary>
internal static class CaptureRuleSteps
{
    public static async Task Take(IGrainFactory grains, RoomId room, ImmutableArray<RoomDevice> before, ImmutableArray<RoomDevice> after, ImmutableArray<Placement> steps)
    {
        var heirs = steps.Where(s => s.Kind == PlacementKind.HandOver).ToDictionary(s => s.Device, s => s.Successor);
        var standing = after.Select(d => d.Device).ToHashSet();
        var rules = grains.GetGrain<ICaptureRuleTargets>(room.Value);
        foreach (var gone in before.Where(d => !standing.Contains(d.Device)))
            await rules.ReplaceCamera(gone.Device, heirs.GetValueOrDefault(gone.Device));

        var sensors = after.SelectMany(Sensors).ToHashSet();
        await Task.WhenAll(before.SelectMany(Sensors).Where(s => !sensors.Contains(s)).Select(async gone =>
        {
            SensorId? successor = heirs.GetValueOrDefault(gone.Device) is { } heir ? gone with { Device = heir } : null;
            var feeds = await grains.GetGrain<ISensorSetup>(gone.ToString()).GetFeeds();
            await Task.WhenAll(feeds.Select(fed => grains.GetGrain<ICaptureRuleTargets>(fed.Value).ReplaceSensor(gone, successor)));
        }));
    }

    private static IEnumerable<SensorId> Sensors(RoomDevice device) => device.Sensors.Select(s => new SensorId(device.Device, s.Sensor));
}
