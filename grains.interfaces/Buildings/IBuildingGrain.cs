using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Sensors;
using Mihari.Troubles;

namespace Mihari.Buildings;

/// <summary>One building (建物); key: its id. Owns its rooms and the live read model of all its devices.</summary>
[Alias("Mihari.IBuildingGrain")]
public interface IBuildingGrain : IGrainWithStringKey
{
    /// <summary>The building and its devices as they stand.</summary>
    [Alias("GetDashboard"), Orleans.Concurrency.AlwaysInterleave]
    Task<Dashboard> GetDashboard(Caller by);

    /// <summary>Sends deltas to the observer from now on. A subscription ends by itself after <paramref name="lease"/>; repeat it to keep it.</summary>
    [Alias("Subscribe"), Orleans.Concurrency.AlwaysInterleave]
    Task<Dashboard> Subscribe(Caller by, IBuildingObserver observer, TimeSpan lease);

    /// <summary>Where the live list stands; another incarnation than a follower knows has lost its subscription.</summary>
    [Alias("GetPosition"), Orleans.Concurrency.AlwaysInterleave]
    Task<ProjectionPosition> GetPosition();

    /// <summary>Ends a subscription.</summary>
    [Alias("Unsubscribe"), Orleans.Concurrency.AlwaysInterleave]
    Task Unsubscribe(IBuildingObserver observer);
}

/// <summary>Receives the deltas of buildings; one a web node.</summary>
[Alias("Mihari.IBuildingObserver")]
public interface IBuildingObserver : IGrainObserver
{
    /// <summary>Devices of a building changed.</summary>
    [Alias("OnBuildingChanged"), Orleans.Concurrency.OneWay]
    Task OnBuildingChanged(BuildingId building, ProjectionDelta<CameraCard> delta);
}

/// <summary>A building with its rooms and devices.</summary>
/// <param name="Building">Its id.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rooms">Its rooms.</param>
/// <param name="Cameras">Its cameras and hubs.</param>
/// <param name="Line">The trouble of its line; null: it is well.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Dashboard")]
public sealed record Dashboard(
    [property: Id(0)] BuildingId Building,
    [property: Id(1)] CustomerId Customer,
    [property: Id(2)] string Name,
    [property: Id(3)] ImmutableArray<RoomEntry> Rooms,
    [property: Id(4)] ProjectionSnapshot<CameraCard> Cameras,
    [property: Id(5)] LineTrouble? Line = null);

/// <summary>A room of a building, in the order they were added.</summary>
/// <param name="Room">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sensors">Its sensors; null: they have not been counted yet.</param>
/// <param name="Contract">SPID; null: told by a silo that does not say it yet.</param>
[GenerateSerializer, Immutable, Alias("Mihari.RoomEntry")]
public sealed record RoomEntry(
    [property: Id(0)] RoomId Room,
    [property: Id(1)] string Name,
    [property: Id(2)] SensorCount? Sensors = null,
    [property: Id(3)] ContractNumber? Contract = null);
