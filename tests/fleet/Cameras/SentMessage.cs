namespace Mihari.Tests.Fleet.Cameras;

/// <summary>Something that a camera says until it is acknowledged; times are those of <see cref="Clock"/>.</summary>
/// <param name="device">Who says it.</param>
/// <param name="channel">The last part of its topic.</param>
/// <param name="due">When it was to be said: what a late sender adds belongs to what is measured.</param>
/// <param name="fired">When it was.</param>
public abstract class SentMessage(string device, string channel, TimeSpan due, TimeSpan fired)
{
    public string Device => device;

    public string Channel => channel;

    public TimeSpan Due => due;

    public TimeSpan Fired => fired;

    /// <summary>How often it was sent; more than once where an acknowledgement did not come.</summary>
    public int Sent { get; set; }

    public TimeSpan? Acknowledged { get; set; }

    /// <summary>The same each time.</summary>
    public abstract byte[] Payload();
}

/// <summary>A motion; <see cref="At"/> is the device's clock.</summary>
public sealed class MotionEvent(string id, string device, DateTimeOffset at, TimeSpan due, TimeSpan fired) : SentMessage(device, "event", due, fired)
{
    public string Id => id;

    public DateTimeOffset At => at;

    public override byte[] Payload() => CameraMessages.Motion(this);
}

/// <summary>A minute that was closed on the card.</summary>
/// <param name="device">Whose card.</param>
/// <param name="start">Its first moment by the device's clock.</param>
/// <param name="due">When it was to be told.</param>
/// <param name="fired">When it was.</param>
public sealed class SegmentManifest(string device, DateTimeOffset start, TimeSpan due, TimeSpan fired) : SentMessage(device, "segment", due, fired)
{
    public DateTimeOffset Start => start;

    public override byte[] Payload() => CameraMessages.Segment(this);
}

/// <summary>How full the card is.</summary>
/// <param name="device">Whose card.</param>
/// <param name="usedBytes">How full.</param>
/// <param name="due">When it was to be told.</param>
/// <param name="fired">When it was.</param>
public sealed class CardStatus(string device, long usedBytes, TimeSpan due, TimeSpan fired) : SentMessage(device, "status", due, fired)
{
    public long UsedBytes => usedBytes;

    public override byte[] Payload() => CameraMessages.Status(this);
}
