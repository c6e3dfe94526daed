namespace Mihari.Troubles;

/// <summary>The kinds of trouble (manual, chapter 5).</summary>
public enum TroubleKind
{
    /// <summary>ネットワーク切断: the camera is not connected.</summary>
    NetworkDisconnected = 1,

    /// <summary>SDカードエラー: there is no usable card, so no continuous recording.</summary>
    SdCardError = 2,

    /// <summary>The device was deleted by the provider, or its contract changed.</summary>
    DeviceRemoved = 3,

    /// <summary>不明なエラー.</summary>
    Unknown = 4,

    /// <summary>The agent is there, its camera's pictures are not.</summary>
    VideoLost = 5,

    /// <summary>接続が不安定です: the device comes and goes, and is not told of each time.</summary>
    Unstable = 6,

    /// <summary>建物の回線断: most of a building's cameras were lost within a minute, which is one trouble and not one of each.</summary>
    BuildingLine = 7,

    /// <summary>建物の回線が不安定です: most of a building's cameras come and go together, which is one trouble to be told of and not one of each.</summary>
    BuildingLineUnstable = 8,
}

/// <summary>A trouble that is active now.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Since">When it was raised, after its hold-down.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ActiveTrouble")]
public readonly record struct ActiveTrouble(
    [property: Id(0)] TroubleKind Kind,
    [property: Id(1)] DateTimeOffset Since);
