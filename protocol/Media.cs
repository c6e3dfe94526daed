namespace Mihari.Protocol;

/// <summary>
/// What goes before the init segment on a stream's WebSocket, as a text frame; again where the encoding changes
/// (device protocol, Media).
/// </summary>
public sealed record StreamHeader
{
    /// <summary>RFC 6381, comma-separated, as in <c>avc1.64001f,mp4a.40.2</c>.</summary>
    public required string Codecs { get; init; }

    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Capture time of the first picture that follows, by the device's clock.</summary>
    public required DateTimeOffset From { get; init; }
}

/// <summary>What goes before each fragment on a stream's WebSocket, as a text frame (device protocol, Media).</summary>
public sealed record FragmentMark
{
    /// <summary>Capture time of the fragment's first picture, by the device's clock.</summary>
    public required DateTimeOffset At { get; init; }
}
