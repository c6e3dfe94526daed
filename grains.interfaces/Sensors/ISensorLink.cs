using Mihari.Identifiers;

namespace Mihari.Sensors;

/// <summary>The kind of a sensor.</summary>
public enum SensorKind
{
    Motion = 1,
    Contact = 2,
}

/// <summary>What a sensor saw.</summary>
public enum SensorEventKind
{
    Motion = 1,
    Open = 2,
    Close = 3,
}

/// <summary>One sensor as its gateway speaks to it; key: <c>device/sensor</c> (<see cref="SensorId"/>).</summary>
[Alias("Mihari.ISensorLink")]
public interface ISensorLink : IGrainWithStringKey
{
    /// <summary>
    /// The sensor fired. When the task completes, the event and every capture that it causes are durable;
    /// the same id again changes nothing.
    /// </summary>
    [Alias("Record")]
    Task Record(SensorEvent fired);

    /// <summary>The state of a contact, as told at hello; <paramref name="at"/> in the server's time: a device that starts again may have another clock.</summary>
    [Alias("Synchronise")]
    Task Synchronise(bool open, DateTimeOffset at);
}

/// <summary>A sensor fired.</summary>
/// <param name="Id">Unique for ever.</param>
/// <param name="Kind">What it saw.</param>
/// <param name="At">By the device's clock.</param>
/// <param name="ClockSkew">To be added to <paramref name="At"/> for the server's time.</param>
/// <param name="Confidence">0 to 1, where the device knows it.</param>
[GenerateSerializer, Immutable, Alias("Mihari.SensorEvent")]
public sealed record SensorEvent(
    [property: Id(0)] string Id,
    [property: Id(1)] SensorEventKind Kind,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] TimeSpan ClockSkew,
    [property: Id(4)] double? Confidence);
