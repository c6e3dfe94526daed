using System.Collections.Immutable;
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

    /// <summary>Takes the sensor out of the room; nothing changes where it is another's or nobody's.</summary>
    [Alias("Remove")]
    Task Remove(RoomId room);

    /// <summary>Cameras of a room have rules for the sensor: it tells them when it fires.</summary>
    [Alias("Feed")]
    Task Feed(RoomId room);

    /// <summary>Takes back <see cref="Feed"/>.</summary>
    [Alias("Unfeed")]
    Task Unfeed(RoomId room);

    /// <summary>The rooms whose cameras have rules for the sensor.</summary>
    [Alias("GetFeeds"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<RoomId>> GetFeeds();

    /// <summary>For a contact: whether it is open; null until it is known.</summary>
    [Alias("IsOpen"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool?> IsOpen();
}
