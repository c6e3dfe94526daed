namespace Mihari.Agent.Pictures;

/// <summary>A JPEG and when it was taken, by the device's clock.</summary>
internal sealed record Still(DateTimeOffset At, ReadOnlyMemory<byte> Jpeg);

/// <summary>Takes what a camera's ffmpeg yields. The calls come from one task an output, each in order.</summary>
internal interface IPictureSink
{
    void OnFragment(Media.CapturedFragment fragment);

    /// <param name="grey">One byte a pixel, rows from the top; valid during the call only.</param>
    /// <param name="at">When it was taken.</param>
    void OnGrey(ReadOnlySpan<byte> grey, DateTimeOffset at);

    void OnStill(Still still);

    /// <summary>Pictures come (true) or have stopped; only called when that changes.</summary>
    void OnVideo(bool present);
}
