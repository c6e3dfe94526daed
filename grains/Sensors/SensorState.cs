using System.Collections.Immutable;
using Mihari.Identifiers;
using Mihari.Sensors;

namespace Mihari.Grains.Sensors;

/// <summary>What is stored of a sensor.</summary>
internal sealed record SensorState
{
    public int Version { get; init; } = 1;

    /// <summary>Where it counts; null until it is placed.</summary>
    public RoomId? Room { get; init; }

    public SensorKind Kind { get; init; }

    /// <summary>The rooms whose cameras have rules for it.</summary>
    public ImmutableArray<RoomId> Feeds { get; init; } = [];

    /// <summary>For a contact: whether it is open; null until it is known.</summary>
    public bool? Open { get; init; }

    /// <summary>When a contact was last opened or closed, or told to be, in the server's time.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}
