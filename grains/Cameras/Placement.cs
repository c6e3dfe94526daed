using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Grains.Cameras;

/// <summary>How a device comes into a room, or out of it.</summary>
internal enum PlacementKind
{
    /// <summary>It is put into the room, and what it recorded elsewhere before stays hidden; in the room already, it takes the name.</summary>
    Put = 1,

    /// <summary>It comes back into the room that it was removed from last, with its history.</summary>
    Restore = 2,

    /// <summary>Its room is in another building now.</summary>
    Move = 3,

    /// <summary>It is taken out of the room.</summary>
    Remove = 4,

    /// <summary>It takes the place of a broken device, with that one's history.</summary>
    Succeed = 5,

    /// <summary>Another device has taken its place; what it recorded is that one's history.</summary>
    HandOver = 6,
}

/// <summary>One step of a device; taking it twice is taking it once.</summary>
/// <param name="Device">Which.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Place">Where.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Predecessors">With <see cref="PlacementKind.Succeed"/>: whose history it carries on, newest first.</param>
/// <param name="Successor">With <see cref="PlacementKind.HandOver"/>: who carries on its history.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Placement")]
internal sealed record Placement(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] PlacementKind Kind,
    [property: Id(2)] CameraPlace Place,
    [property: Id(3)] string Name,
    [property: Id(4)] ImmutableArray<DeviceId> Predecessors,
    [property: Id(5)] DeviceId? Successor = null);
