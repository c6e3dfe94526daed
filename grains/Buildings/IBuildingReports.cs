using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;

namespace Mihari.Grains.Buildings;

/// <summary>What cameras and rooms tell their building, and what its customer asks it; key: its id.</summary>
[Alias("Mihari.IBuildingReports")]
internal interface IBuildingReports : IGrainWithStringKey
{
    /// <summary>A camera of one of its rooms changed.</summary>
    [Alias("ReportCamera"), Orleans.Concurrency.AlwaysInterleave]
    Task ReportCamera(RoomId room, CameraStatus status);

    /// <summary>The devices of a room changed.</summary>
    [Alias("RefreshRoom"), Orleans.Concurrency.AlwaysInterleave]
    Task RefreshRoom(RoomId room);

    /// <summary>The building at a glance.</summary>
    [Alias("GetSummary"), Orleans.Concurrency.AlwaysInterleave]
    Task<BuildingSummary> GetSummary();
}
