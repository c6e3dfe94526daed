using Mihari.Identifiers;
using Mihari.Sensors;

namespace Mihari.Grains.Sensors;

/// <summary>How a room takes a sensor in; key: <see cref="SensorId"/>.</summary>
[Alias("Mihari.ISensorSetup")]
internal interface ISensorSetup : IGrainWithStringKey
{
    /// <summary>Puts the sensor into a room.</summary>
    [Alias("Place")]
    Task Place(RoomId room, SensorKind kind);
}
