using Mihari.Identifiers;
using Orleans.Concurrency;

namespace Mihari.Grains.Capture;

/// <summary>What other grains tell the rules of a room's cameras; key: the room's id. Each may be said again.</summary>
[Alias("Mihari.ICaptureRuleTargets")]
internal interface ICaptureRuleTargets : IGrainWithStringKey
{
    /// <summary>A sensor of another room fired: every camera with a rule for it captures. Durable when the task completes.</summary>
    [Alias("Fired"), AlwaysInterleave]
    Task Fired(CaptureTrigger trigger);

    /// <summary>A sensor that no rule names any more need not tell.</summary>
    [Alias("LetGo")]
    Task LetGo(SensorId sensor);

    /// <summary>A sensor is gone from its room, or another one stands for it.</summary>
    [Alias("ReplaceSensor")]
    Task ReplaceSensor(SensorId gone, SensorId? successor);

    /// <summary>A camera is gone from this room, or another one stands for it.</summary>
    [Alias("ReplaceCamera")]
    Task ReplaceCamera(DeviceId gone, DeviceId? successor);
}
