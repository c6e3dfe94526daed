namespace Mihari.Agent.Media;

/// <summary>A fragment and when its first picture was taken, by the device's clock.</summary>
internal sealed record CapturedFragment(Fragment Fragment, DateTimeOffset At)
{
    public DateTimeOffset End => At + Fragment.Length;
}
