using Mihari.Identifiers;

namespace Mihari.Web.Components.Devices;

/// <summary>What was chosen and typed in デバイス追加 (manual 1.4); the step that is shown follows from the address and from what is filled in.</summary>
internal sealed class DeviceWizard
{
    public const int BuildingStep = 1;
    public const int RoomStep = 2;
    public const int DevicesStep = 3;
    public const int ConfirmStep = 4;

    private readonly Dictionary<RoomId, DeviceChoices> _choices = [];

    public BuildingId? Building { get; private set; }

    public RoomId? Room { get; private set; }

    /// <summary>The devices of the chosen room; null until they have come. Each room keeps what was typed for it.</summary>
    public DeviceChoices? Choices => Room is { } room ? _choices.GetValueOrDefault(room) : null;

    public int Reach =>
        Building is null ? BuildingStep
        : Room is null ? RoomStep
        : Choices is not { IsComplete: true } ? DevicesStep
        : ConfirmStep;

    public int StepFor(int? asked) => Math.Clamp(asked ?? BuildingStep, BuildingStep, Reach);

    /// <summary>Another building has other rooms; the same again changes nothing.</summary>
    public void Choose(BuildingId? building)
    {
        if (Building == building)
            return;

        (Building, Room) = (building, null);
    }

    public void Choose(RoomId? room) => Room = room;

    /// <summary>The choices for the chosen room.</summary>
    public DeviceChoices Open(string name, NameSuggestions suggestions) =>
        _choices.TryGetValue(Room!.Value, out var choices) ? choices : _choices[Room!.Value] = new DeviceChoices(name, suggestions);
}
