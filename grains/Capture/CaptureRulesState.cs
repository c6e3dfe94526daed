using System.Collections.Immutable;
using Mihari.Grains.Audit;
using Mihari.Identifiers;

namespace Mihari.Grains.Capture;

/// <summary>What is stored of the rules of a room's cameras.</summary>
internal sealed record CaptureRulesState : AuditedState
{
    public int Version { get; init; } = 1;

    public ImmutableArray<RuleRecord> Rules { get; init; } = [];
}

/// <summary>A rule: the camera records on the sensor.</summary>
/// <param name="Camera">A camera of the room.</param>
/// <param name="Sensor">The sensor.</param>
/// <param name="Room">The sensor's room.</param>
/// <param name="SetAt">When it was set.</param>
/// <param name="SetBy">The name of who set it.</param>
internal sealed record RuleRecord(DeviceId Camera, SensorId Sensor, RoomId Room, DateTimeOffset SetAt, string SetBy);
