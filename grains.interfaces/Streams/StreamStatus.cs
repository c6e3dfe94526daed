namespace Mihari.Streams;

/// <summary>How far a stream has come.</summary>
public enum StreamState
{
    /// <summary>Nothing is to be had for now; the reason says why. It is tried again for as long as somebody watches.</summary>
    Waiting = 1,

    /// <summary>The camera was asked.</summary>
    Asked = 2,

    /// <summary>The camera sends to a node.</summary>
    Carried = 3,

    /// <summary>Nothing more will come. Live streams don't end.</summary>
    Ended = 4,
}

/// <summary>Why a stream shows nothing.</summary>
public enum StreamReason
{
    None = 0,

    /// <summary>The camera is not connected.</summary>
    CameraOffline = 1,

    /// <summary>The camera was asked and did not come, or said that it could not.</summary>
    CameraFailed = 2,

    /// <summary>The camera sends to as many already as it can.</summary>
    CameraBusy = 3,

    /// <summary>Of that moment, and after it, there is nothing on the card.</summary>
    NotRecorded = 4,

    /// <summary>That moment has been overwritten on the card.</summary>
    Overwritten = 5,

    /// <summary>There is no card, or it can't be read.</summary>
    CardUnavailable = 6,

    /// <summary>A playback that was cut off or has been closed.</summary>
    Finished = 7,
}

/// <summary>What a node asks for.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="From">Of a playback: from when, in the server's time; null for live.</param>
[GenerateSerializer, Immutable, Alias("Mihari.StreamRequest")]
public sealed record StreamRequest(
    [property: Id(0)] string Node,
    [property: Id(1)] DateTimeOffset? From);

/// <summary>Where a stream stands.</summary>
/// <param name="Version">Goes up with every change; a lower one that arrives later is ignored.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Reason">Why there is nothing, where there is nothing.</param>
/// <param name="Carrier">With <see cref="StreamState.Carried"/>: where it is to be had.</param>
[GenerateSerializer, Immutable, Alias("Mihari.StreamStatus")]
public sealed record StreamStatus(
    [property: Id(0)] long Version,
    [property: Id(1)] StreamState State,
    [property: Id(2)] StreamReason Reason,
    [property: Id(3)] StreamCarrier? Carrier);

/// <summary>Where a stream is to be had.</summary>
/// <param name="Run">Which sending of the camera it is; another one starts anew.</param>
/// <param name="Node">The node that the camera sends to.</param>
/// <param name="Address">Where other nodes reach that node: http or https, no path.</param>
/// <param name="Token">Opens it, once and within some seconds; only for the node that was told it.</param>
[GenerateSerializer, Immutable, Alias("Mihari.StreamCarrier")]
public sealed record StreamCarrier(
    [property: Id(0)] string Run,
    [property: Id(1)] string Node,
    [property: Id(2)] Uri Address,
    [property: Id(3)] string Token)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => $"StreamCarrier({Run}, {Node})";
}

/// <summary>The camera may send to this node.</summary>
/// <param name="Run">Which sending it is.</param>
/// <param name="ClockSkew">To be added to the camera's times for the server's.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CarryPermit")]
public sealed record CarryPermit(
    [property: Id(0)] string Run,
    [property: Id(1)] TimeSpan ClockSkew);
