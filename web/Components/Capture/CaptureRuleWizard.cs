using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Web.Components.Capture;

/// <summary>What was chosen in 撮影条件: the camera, the room of the trigger, and its sensors.</summary>
internal sealed class CaptureRuleWizard
{
    public const int CameraStep = 1;
    public const int RoomStep = 2;
    public const int SensorsStep = 3;
    public const int ConfirmStep = 4;

    public BuildingId? Building { get; private set; }

    public RoomId? Room { get; private set; }

    public DeviceId? Camera { get; private set; }

    public BuildingId? TriggerBuilding { get; private set; }

    public RoomId? TriggerRoom { get; private set; }

    public ImmutableHashSet<SensorId> Sensors { get; private set; } = [];

    /// <summary>The furthest step that can be shown.</summary>
    public int Reach =>
        Camera is null ? CameraStep
        : TriggerRoom is null ? RoomStep
        : Sensors.IsEmpty ? SensorsStep
        : ConfirmStep;

    public int StepFor(int? asked) => Math.Clamp(asked ?? CameraStep, CameraStep, Reach);

    public void ChooseBuilding(BuildingId? building)
    {
        if (Building != building)
            (Building, Room) = (building, null);

        ChooseCamera(null);
    }

    public void ChooseRoom(RoomId? room)
    {
        if (Room != room)
            Room = room;

        ChooseCamera(null);
    }

    /// <summary>Another camera may stand in what was the trigger's room.</summary>
    public void ChooseCamera(DeviceId? camera)
    {
        if (Camera == camera)
            return;

        Camera = camera;
        ChooseTriggerBuilding(Building);
    }

    public void ChooseTriggerBuilding(BuildingId? building)
    {
        TriggerBuilding = building;
        ChooseTriggerRoom(null);
    }

    public void ChooseTriggerRoom(RoomId? room)
    {
        if (TriggerRoom != room)
            (TriggerRoom, Sensors) = (room, []);
    }

    public void Tick(SensorId sensor, bool isTicked) => Sensors = isTicked ? Sensors.Add(sensor) : Sensors.Remove(sensor);

    /// <summary>Those that are there; what is gone meanwhile is not chosen any more.</summary>
    public void Keep(IEnumerable<SensorId> there) => Sensors = Sensors.Intersect(there);
}
