using Mihari.Identifiers;

namespace Mihari.Web.Components.Devices;

/// <summary>What was chosen in デバイス交換: the camera that is broken, and the device that takes its place.</summary>
internal sealed class ReplaceWizard
{
    public const int BrokenStep = 1;
    public const int SuccessorStep = 2;
    public const int ConfirmStep = 3;

    public BuildingId? Building { get; private set; }

    public RoomId? Room { get; private set; }

    public DeviceId? Broken { get; private set; }

    public DeviceId? Successor { get; set; }

    public int Reach =>
        Building is null || Room is null || Broken is null ? BrokenStep
        : Successor is null ? SuccessorStep
        : ConfirmStep;

    public int StepFor(int? asked) => Math.Clamp(asked ?? BrokenStep, BrokenStep, Reach);

    public void Choose(BuildingId? building)
    {
        if (Building != building)
            (Building, Room, Broken, Successor) = (building, null, null, null);
    }

    public void Choose(RoomId? room)
    {
        if (Room != room)
            (Room, Broken, Successor) = (room, null, null);
    }

    public void Choose(DeviceId? broken) => Broken = broken;
}
