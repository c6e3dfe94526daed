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
}

/// <summary>A trouble that is active now.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Since">When it was raised, after its hold-down.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ActiveTrouble")]
public readonly record struct ActiveTrouble(
    [property: Id(0)] TroubleKind Kind,
    [property: Id(1)] DateTimeOffset Since);
