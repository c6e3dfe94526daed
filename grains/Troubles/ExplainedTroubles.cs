using System.Collections.Immutable;
using Mihari.Identifiers;
using Mihari.Troubles;

namespace Mihari.Grains.Troubles;

/// <summary>Troubles of devices that were their building's line: it is told and listed, and each of them is not.</summary>
/// <param name="Kind">Which trouble of the devices.</param>
/// <param name="From">Those from then on.</param>
/// <param name="To">Those up to then; null: the line is not over.</param>
/// <param name="Devices">Whose.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ExplainedTroubles")]
internal sealed record ExplainedTroubles(
    [property: Id(0)] TroubleKind Kind,
    [property: Id(1)] DateTimeOffset From,
    [property: Id(2)] DateTimeOffset? To,
    [property: Id(3)] ImmutableArray<DeviceId> Devices)
{
    /// <summary>Whether the trouble of a device is one of them.</summary>
    public bool Contains(DeviceId device, TroubleKind kind, DateTimeOffset since) =>
        kind == Kind && From <= since && (To is not { } to || since <= to) && Devices.Contains(device);
}
