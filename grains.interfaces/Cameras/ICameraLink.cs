using System.Collections.Immutable;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Sensors;

namespace Mihari.Cameras;

/// <summary>
/// One device as its gateway speaks to it; key: the device id. A task that completes means that what the message said
/// is durable, so that it may be acknowledged (device protocol, PUBACK is a promise). Every method may be repeated.
/// A hello, a status or a segment over a connection that is not the newest is refused with a <see cref="SupersededException"/> and changes
/// nothing: the device sends it again over the one that counts.
/// </summary>
[Alias("Mihari.ICameraLink")]
public interface ICameraLink : IGrainWithStringKey
{
    /// <summary>
    /// Checks the device's key and opens a connection epoch; an older connection of the device is no longer heard. A call that could
    /// not be begun within 10 s is not begun any more: its device has given up long since, and may be connected elsewhere.
    /// </summary>
    [Alias("Connect"), ResponseTimeout("00:00:10")]
    Task<ConnectResult> Connect(ConnectRequest request);

    /// <summary>The device listens to its command topic: commands that are open are sent to it, in order.</summary>
    [Alias("Listen")]
    Task Listen(long epoch);

    /// <summary>The connection ended. An epoch that is not the newest changes nothing.</summary>
    [Alias("Disconnect")]
    Task Disconnect(long epoch);

    /// <summary>
    /// The server let the connection go for a reason of its own: the device counts as suspect until it is back or the reconnect
    /// window is over. An epoch that is not the newest changes nothing.
    /// </summary>
    [Alias("LetGo")]
    Task LetGo(long epoch);

    /// <summary>
    /// A gateway gave up its <see cref="Connect"/>s up to the <paramref name="attempt"/>, and holds no connection of the device that is
    /// newer than <paramref name="held"/> (0: none at all). An epoch that one of them opened is let go.
    /// </summary>
    [Alias("LetGoUnheld")]
    Task LetGoUnheld(string gateway, long held, long attempt);

    /// <summary><c>hello</c>.</summary>
    [Alias("Greet")]
    Task Greet(DeviceGreeting greeting);

    /// <summary>The device set its clock after its hello: its commands speak the new time from now on.</summary>
    [Alias("MeasureSkew")]
    Task MeasureSkew(long epoch, TimeSpan skew);

    /// <summary><c>status</c>.</summary>
    [Alias("ReportStatus")]
    Task ReportStatus(DeviceStatus status);

    /// <summary><c>segment</c>.</summary>
    [Alias("RecordSegment"), Orleans.Concurrency.AlwaysInterleave]
    Task RecordSegment(long epoch, SegmentRecorded segment);

    /// <summary><c>reply</c>.</summary>
    [Alias("Answer")]
    Task Answer(CommandAnswer answer);

    /// <summary>A payload was not what the protocol asks for; shown in the device's diagnostics.</summary>
    [Alias("CountProtocolError"), Orleans.Concurrency.OneWay, Orleans.Concurrency.AlwaysInterleave]
    Task CountProtocolError();
}

/// <summary>The message came over a connection that is not the device's newest.</summary>
[GenerateSerializer, Alias("Mihari.SupersededException")]
public sealed class SupersededException(DeviceId device) : Exception($"a newer connection of {device} counts");

/// <summary>A device that wants to connect.</summary>
/// <param name="Gateway">The gateway that holds the socket, as <c>GatewayId</c> names it.</param>
/// <param name="KeyHash">SHA-256 of the key that it gave.</param>
/// <param name="Attempt">The gateway's number for it: 1 and up, each of its connections another.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ConnectRequest")]
public sealed record ConnectRequest(
    [property: Id(0)] string Gateway,
    [property: Id(1)] ImmutableArray<byte> KeyHash,
    [property: Id(2)] long Attempt)
{
    /// <summary>Without the hash.</summary>
    public override string ToString() => $"ConnectRequest({Gateway})";
}

/// <summary>The answer: accepted with an epoch, or refused with no reason told.</summary>
/// <param name="Accepted">Whether the key is right.</param>
/// <param name="Epoch">Of this connection; 1 and up.</param>
/// <param name="ClockSkew">As last measured; holds until the next hello.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ConnectResult")]
public sealed record ConnectResult(
    [property: Id(0)] bool Accepted,
    [property: Id(1)] long Epoch,
    [property: Id(2)] TimeSpan ClockSkew)
{
    /// <summary>Unknown device, wrong key or removed device: one answer.</summary>
    public static ConnectResult Refused { get; } = new(false, 0, TimeSpan.Zero);
}

/// <summary>A sensor that a device carries.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.DeviceSensor")]
public sealed record DeviceSensor(
    [property: Id(0)] string Name,
    [property: Id(1)] SensorKind Kind);

/// <summary>What a device says of itself after connecting. Times are the device's own.</summary>
/// <param name="Epoch">Of the connection it came over.</param>
/// <param name="Kind">Camera or hub.</param>
/// <param name="Model">At most 64 characters.</param>
/// <param name="Firmware">At most 64 characters.</param>
/// <param name="Boot">Changes with each start of the device.</param>
/// <param name="ClockSkew">The gateway's clock less the device's.</param>
/// <param name="Sensors">What it carries.</param>
/// <param name="Sd">Null for a hub.</param>
/// <param name="Video">Whether its pictures come.</param>
[GenerateSerializer, Immutable, Alias("Mihari.DeviceGreeting")]
public sealed record DeviceGreeting(
    [property: Id(0)] long Epoch,
    [property: Id(1)] DeviceKind Kind,
    [property: Id(2)] string Model,
    [property: Id(3)] string Firmware,
    [property: Id(4)] string Boot,
    [property: Id(5)] TimeSpan ClockSkew,
    [property: Id(6)] ImmutableArray<DeviceSensor> Sensors,
    [property: Id(7)] SdCard? Sd,
    [property: Id(8)] VideoState Video);

/// <summary>What changed on a device; null: as before. <paramref name="Sd"/> merges field by field, <see cref="SdCardState.Unknown"/> meaning as before.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.DeviceStatus")]
public sealed record DeviceStatus(
    [property: Id(0)] long Epoch,
    [property: Id(1)] SdCard? Sd,
    [property: Id(2)] VideoState? Video);

/// <summary>The answer to a command.</summary>
/// <param name="Command">The command's id.</param>
/// <param name="Ok">Whether it was done.</param>
/// <param name="ErrorCode">A code of the protocol where it was not.</param>
/// <param name="ErrorMessage">The device's words, at most 256 characters.</param>
/// <param name="Result">The result as JSON in UTF-8; empty where there is none.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CommandAnswer")]
public sealed record CommandAnswer(
    [property: Id(0)] string Command,
    [property: Id(1)] bool Ok,
    [property: Id(2)] string? ErrorCode,
    [property: Id(3)] string? ErrorMessage,
    [property: Id(4)] ImmutableArray<byte> Result);
