using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Projections;

namespace Mihari.Buildings;

/// <summary>One building (建物); key: its id. Owns its rooms and the live read model of all its devices.</summary>
[Alias("Mihari.IBuildingGrain")]
public interface IBuildingGrain : IGrainWithStringKey
{
    /// <summary>The building and its cameras as they stand.</summary>
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
    /// <summary>Cameras of a building changed.</summary>
    [Alias("OnBuildingChanged"), Orleans.Concurrency.OneWay]
    Task OnBuildingChanged(BuildingId building, ProjectionDelta<CameraCard> delta);
}

/// <summary>A building with its rooms and cameras.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.Dashboard")]
public sealed record Dashboard(
    [property: Id(0)] BuildingId Building,
    [property: Id(1)] CustomerId Customer,
    [property: Id(2)] string Name,
    [property: Id(3)] ImmutableArray<RoomEntry> Rooms,
    [property: Id(4)] ProjectionSnapshot<CameraCard> Cameras);

/// <summary>A room of a building, in the order they were added.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.RoomEntry")]
public sealed record RoomEntry(
    [property: Id(0)] RoomId Room,
    [property: Id(1)] string Name);
