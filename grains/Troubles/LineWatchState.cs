using System.Collections.Immutable;
using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Identifiers;
using Mihari.Troubles;

namespace Mihari.Grains.Troubles;

/// <summary>What is stored of a building's line.</summary>
internal sealed record LineWatchState
{
    public int Version { get; init; } = 1;

    /// <summary>Null while it is well.</summary>
    public LineLoss? Line { get; init; }

    /// <summary>The line that comes and goes; null: it doesn't.</summary>
    public UnstableLine? Unstable { get; init; }

    /// <summary>Of devices that come and go, while it may be the line that does; the oldest first.</summary>
    public ImmutableArray<Notice> Held { get; init; } = [];

    /// <summary>Those that are over, the newest first: what belongs to them may still come, or come again.</summary>
    public ImmutableArray<PastLineLoss> Past { get; init; } = [];

    /// <summary>What is to be told: stored with what caused it, until it was taken.</summary>
    public ImmutableArray<Notice> Pending { get; init; } = [];
}

/// <summary>A line that is down.</summary>
/// <param name="Since">When that was found.</param>
/// <param name="Away">When the first of its cameras was lost.</param>
/// <param name="Place">Where; of its rooms the one of the camera by which it was found.</param>
/// <param name="Lost">The devices that were lost with it.</param>
/// <param name="MostBackAt">Since when more than half of them are back; null while they are not.</param>
internal sealed record LineLoss(DateTimeOffset Since, DateTimeOffset Away, CameraPlace Place, ImmutableArray<DeviceId> Lost, DateTimeOffset? MostBackAt = null)
{
    /// <summary>Those of the lost that are hubs, which the building's list of cameras doesn't have.</summary>
    public ImmutableArray<LostHub> Hubs { get; init; } = [];
}

/// <summary>A hub that was lost with the line, and where it stands.</summary>
internal sealed record LostHub(DeviceId Device, RoomId Room);

/// <summary>A line that comes and goes.</summary>
/// <param name="Since">When that was found.</param>
/// <param name="From">When the first of its devices was unstable.</param>
/// <param name="Place">Where; of its rooms the one of that device.</param>
/// <param name="Cameras">How many were when it was found.</param>
/// <param name="Devices">The devices of which nothing but the line is told.</param>
/// <param name="MostQuietAt">Since when fewer than half of so many cameras are unstable; null while more are.</param>
internal sealed record UnstableLine(
    DateTimeOffset Since, DateTimeOffset From, CameraPlace Place, int Cameras, ImmutableArray<DeviceId> Devices, DateTimeOffset? MostQuietAt = null);

/// <summary>A line that was down, or came and went.</summary>
/// <param name="Away">When the first of its cameras was lost, or was unstable.</param>
/// <param name="Ended">When it was over.</param>
/// <param name="Explained">The devices of which nothing but the line was told.</param>
internal sealed record PastLineLoss(DateTimeOffset Away, DateTimeOffset Ended, ImmutableArray<DeviceId> Explained)
{
    /// <summary>Which trouble of its devices it explains.</summary>
    public TroubleKind Kind { get; init; } = TroubleKind.NetworkDisconnected;

    /// <summary>Whether a device's trouble of that kind was the line's.</summary>
    public bool Explains(DeviceId device, DateTimeOffset since) => Explained.Contains(device) && Away <= since && since <= Ended;
}
