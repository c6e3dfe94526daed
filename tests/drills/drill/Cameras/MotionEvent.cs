namespace Mihari.Tests.Drills.Cameras;

/// <summary>One event and what became of it; times are the drill's own, and <see cref="At"/> is the device's clock.</summary>
internal sealed class MotionEvent(string id, string device, DateTimeOffset at, TimeSpan fired)
{
    public string Id => id;

    public string Device => device;

    public DateTimeOffset At => at;

    public TimeSpan Fired => fired;

    /// <summary>How often it was sent; more than once where an acknowledgement did not come.</summary>
    public int Sent { get; set; }

    public TimeSpan? Acknowledged { get; set; }
}

/// <summary>A command as it came the first time; a repeated id is answered as before.</summary>
internal sealed class AskedCommand(string id, string name, string? clip)
{
    public string Id => id;

    public string Name => name;

    public string? Clip => clip;

    public int Came { get; set; }

    /// <summary>Whether the server has acknowledged the reply.</summary>
    public bool IsAnswered { get; set; }
}

/// <summary>A span without a greeted connection, in the drill's time.</summary>
internal readonly record struct Outage(TimeSpan From, TimeSpan To);
