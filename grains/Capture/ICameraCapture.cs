namespace Mihari.Grains.Capture;

/// <summary>How a room makes a camera record; key: the device id.</summary>
[Alias("Mihari.ICameraCapture")]
internal interface ICameraCapture : IGrainWithStringKey
{
    /// <summary>
    /// Records what the trigger asks for, unless a clip covers it already. Durable when the task completes; the same event
    /// again changes nothing. A camera that is away is asked when it is back.
    /// </summary>
    [Alias("Capture")]
    Task Capture(CaptureTrigger trigger);
}
