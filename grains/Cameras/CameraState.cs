using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Notifications;
using Mihari.Identifiers;
using Mihari.Sensors;
using Mihari.Troubles;

namespace Mihari.Grains.Cameras;

/// <summary>What is stored of a camera.</summary>
internal sealed record CameraState
{
    public int Version { get; init; } = 1;

    /// <summary>Goes up with every write; orders what the camera reports.</summary>
    public long Revision { get; init; }

    /// <summary>The contract it was shipped with; null until it is registered.</summary>
    public ContractNumber? Contract { get; init; }

    /// <summary>Where it stands; null until a room has taken it in.</summary>
    public CameraPlace? Place { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Where it stood until it was removed, for who restores it.</summary>
    public CameraPlace? LastPlace { get; init; }

    /// <summary>Since when it stands in its building, or nowhere; null: since before that was kept.</summary>
    public DateTimeOffset? StandsSince { get; init; }

    /// <summary>What it recorded before belongs to a place where it stood earlier; null: all of it is the present place's.</summary>
    public DateTimeOffset? HistoryFrom { get; init; }

    /// <summary>The devices that it replaced, newest first.</summary>
    public ImmutableArray<DeviceId> Predecessors { get; init; } = [];

    /// <summary>Who replaced it, each time that it was, and what of its history went with its place.</summary>
    public ImmutableArray<CameraHeir> Heirs { get; init; } = [];

    /// <summary>Whether the provider has deleted it or its contract.</summary>
    public bool IsBarred { get; init; }

    /// <summary>Of the newest connection; 0 before the first.</summary>
    public long Epoch { get; init; }

    /// <summary>When it connected for the first time; null: never, or before that was kept.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>The gateway that holds, or held, that connection.</summary>
    public string? Gateway { get; init; }

    /// <summary>That gateway's number for the CONNECT that opened it.</summary>
    public long Attempt { get; init; }

    public Presence Presence { get; init; } = Presence.NeverSeen;

    public DateTimeOffset PresenceSince { get; init; }

    /// <summary>It was suspected when it went offline: what was lost was a gateway of ours, and nobody saw the device itself go.</summary>
    public bool IsLostByUs { get; init; }

    /// <summary>When it went or came of its own accord, the newest last; no more of them than tell whether it is unstable.</summary>
    public ImmutableArray<DateTimeOffset> PresenceChanges { get; init; } = [];

    /// <summary>The last time that it was away; the timeline has all of them.</summary>
    public Outage? LastOutage { get; init; }

    public DeviceKind Kind { get; init; } = DeviceKind.Camera;

    public string? Model { get; init; }

    public string? Firmware { get; init; }

    public string? Boot { get; init; }

    /// <summary>The server's clock less the device's, at its last hello.</summary>
    public TimeSpan ClockSkew { get; init; }

    public ImmutableArray<DeviceSensor> Sensors { get; init; } = [];

    public SdCard? Sd { get; init; }

    /// <summary>When its card went bad or well, the newest last; no more of them than tell whether it flaps.</summary>
    public ImmutableArray<DateTimeOffset> SdChanges { get; init; } = [];

    public VideoState Video { get; init; } = VideoState.Ok;

    /// <summary>When its picture went or came, the newest last; no more of them than tell whether it flaps.</summary>
    public ImmutableArray<DateTimeOffset> VideoChanges { get; init; } = [];

    /// <summary>It could not cut the recording that it was last asked for, and does not know why.</summary>
    public bool IsFaulty { get; init; }

    /// <summary>When that began or was over, the newest last; no more of them than tell whether it flaps.</summary>
    public ImmutableArray<DateTimeOffset> FaultChanges { get; init; } = [];

    public ImmutableArray<ActiveTrouble> Troubles { get; init; } = [];

    public Thumbnail? Thumbnail { get; init; }

    /// <summary>Clips that are pending or were settled a short while ago.</summary>
    public ImmutableArray<ClipRecord> Clips { get; init; } = [];

    /// <summary>Commands that wait for their reply.</summary>
    public ImmutableArray<OpenCommand> Commands { get; init; } = [];

    /// <summary>What is to be told of it: stored with what caused it, until it was taken and something else is written.</summary>
    public ImmutableArray<Notice> Notices { get; init; } = [];
}

/// <summary>Where a camera stands.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.CameraPlace")]
internal sealed record CameraPlace(
    [property: Id(0)] CustomerId Customer,
    [property: Id(1)] BuildingId Building,
    [property: Id(2)] RoomId Room);

/// <summary>The device that took a camera's place, whose both were, and the span of the history that went with it; from null: from the beginning.</summary>
internal sealed record CameraHeir(DeviceId Device, CustomerId Customer, DateTimeOffset? From, DateTimeOffset To);

/// <summary>A time that a device was away.</summary>
/// <param name="From">Since when.</param>
/// <param name="To">When it was back.</param>
/// <param name="IsLostByUs">As <see cref="CameraState.IsLostByUs"/>.</param>
internal sealed record Outage(DateTimeOffset From, DateTimeOffset To, bool IsLostByUs);
