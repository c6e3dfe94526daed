using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Mihari.Cameras;
using Mihari.Protocol;
using Mihari.Recordings;
using Mihari.Sensors;

namespace Mihari.Silo.Gateway;

/// <summary>A payload is not what the protocol asks for; <see cref="Exception.Message"/> names the field and the rule.</summary>
internal sealed class MalformedException(string problem) : Exception(problem);

/// <summary>What a hello says: of the device, and of its contacts.</summary>
internal sealed record Greeting(DeviceGreeting Device, ImmutableArray<(string Sensor, bool Open)> Contacts);

/// <summary>
/// Turns payloads into what grains understand, holding every field to the protocol's lengths and ranges.
/// Pure, so that it can be tested and fuzzed without a server.
/// </summary>
internal static class MessageRules
{
    private const int MaxSensors = 64;
    private const int MaxMotionSpans = 1_000;
    private const int MaxTextLength = 64;
    private const int MaxErrorLength = 256;
    private const int MaxSegmentMs = 120_000;
    private const long MaxBytes = 1L << 50;
    private const string Word = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";

    private static readonly SearchValues<char> Words = SearchValues.Create(Word);
    private static readonly SearchValues<char> SensorWords = SearchValues.Create(Word + "_");
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>A clock that was never set says 1970; nothing that is recorded lies beyond these.</summary>
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="MalformedException">It breaks a rule.</exception>
    public static Greeting Hello(ReadOnlySpan<byte> payload, long epoch, DateTimeOffset received)
    {
        var hello = Read(payload, WireJson.Default.Hello);
        Require(hello.Protocol == Limits.Version, "protocol: 1 is needed");
        Time(hello.Clock, "clock");
        Text(hello.Model, "model");
        Text(hello.Firmware, "firmware");
        Text(hello.Boot, "boot");
        Require(hello.Sensors is { Count: <= MaxSensors }, "sensors: too many");

        var names = new HashSet<string>(StringComparer.Ordinal);
        var contacts = ImmutableArray.CreateBuilder<(string, bool)>();
        foreach (var sensor in hello.Sensors)
        {
            Require(sensor is not null, "sensors: null");
            SensorName(sensor!.Id, "sensors.id");
            Require(names.Add(sensor.Id), "sensors.id: twice");
            if (sensor is { Kind: WireSensorKind.Contact, State: { } state })
                contacts.Add((sensor.Id, state == WireContactState.Open));
        }

        var isHub = hello.Kind == WireDeviceKind.Hub;
        return new Greeting(
            new DeviceGreeting(
                epoch,
                isHub ? DeviceKind.Hub : DeviceKind.Camera,
                hello.Model,
                hello.Firmware,
                hello.Boot,
                received - hello.Clock,
                [.. hello.Sensors.Select(sensor => new DeviceSensor(sensor.Id, sensor.Kind == WireSensorKind.Contact ? SensorKind.Contact : SensorKind.Motion))],
                isHub ? null : Card(hello.Sd),
                hello.Video?.State == WireVideoState.Lost ? VideoState.Lost : VideoState.Ok),
            contacts.ToImmutable());
    }

    /// <exception cref="MalformedException">It breaks a rule.</exception>
    public static DeviceStatus Status(ReadOnlySpan<byte> payload, long epoch)
    {
        var status = Read(payload, WireJson.Default.StatusReport);
        return new DeviceStatus(
            epoch,
            Card(status.Sd),
            status.Video is { } video ? (video.State == WireVideoState.Lost ? VideoState.Lost : VideoState.Ok) : null);
    }

    /// <exception cref="MalformedException">It breaks a rule.</exception>
    public static (string Sensor, SensorEvent Event) Event(ReadOnlySpan<byte> payload, SkewGuess skew, DateTimeOffset received)
    {
        var fired = Read(payload, WireJson.Default.SensorFired);
        Id(fired.Id, "id");
        SensorName(fired.Sensor, "sensor");
        Time(fired.At, "at");
        Require(fired.Confidence is null or (>= 0 and <= 1), "confidence: 0 to 1 is needed");
        var kind = fired.Kind switch
        {
            WireEventKind.Open => SensorEventKind.Open,
            WireEventKind.Close => SensorEventKind.Close,
            _ => SensorEventKind.Motion,
        };
        return (fired.Sensor, new SensorEvent(fired.Id, kind, fired.At, skew.For(fired.At, received), fired.Confidence));
    }

    /// <exception cref="MalformedException">It breaks a rule.</exception>
    public static SegmentRecorded Segment(ReadOnlySpan<byte> payload, SkewGuess skew, DateTimeOffset received)
    {
        var segment = Read(payload, WireJson.Default.SegmentManifest);
        Time(segment.Start, "start");
        Require(segment.DurationMs is > 0 and <= MaxSegmentMs, "durationMs: 1 to 120000 is needed");
        Require(segment.Bytes is > 0 and <= MaxBytes, "bytes: out of range");
        Require(segment.Sha256 is { Length: 64 } && !segment.Sha256.AsSpan().ContainsAnyExcept(Hex), "sha256: 64 lower-case hex digits are needed");
        Require(segment.Motion is { Count: <= MaxMotionSpans }, "motion: too many spans");

        var motion = ImmutableArray.CreateBuilder<MotionSpan>(segment.Motion.Count);
        var last = 0;
        foreach (var span in segment.Motion)
        {
            Require(span is { Length: 2 } && span[0] >= last && span[1] >= span[0] && span[1] <= segment.DurationMs, "motion: spans in order and within the segment are needed");
            last = span![1];
            motion.Add(new MotionSpan(TimeSpan.FromMilliseconds(span[0]), TimeSpan.FromMilliseconds(span[1])));
        }

        var duration = TimeSpan.FromMilliseconds(segment.DurationMs);
        return new SegmentRecorded(
            segment.Start, skew.For(segment.Start + duration, received), duration, segment.Bytes, segment.Sha256, motion.ToImmutable());
    }

    /// <exception cref="MalformedException">It breaks a rule.</exception>
    public static CommandAnswer Reply(ReadOnlySpan<byte> payload)
    {
        var reply = Read(payload, WireJson.Default.Reply);
        Id(reply.Command, "command");
        Require(reply.Ok || reply.Error is not null, "error: is needed where ok is false");
        var error = reply.Ok ? null : reply.Error;
        return new CommandAnswer(
            reply.Command,
            reply.Ok,
            error is null ? null : Code(error.Code),
            error?.Message is { } message ? message[..Math.Min(message.Length, MaxErrorLength)] : null,
            reply.Result is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } result ? [.. JsonMarshal.GetRawUtf8Value(result)] : []);
    }

    private static T Read<T>(ReadOnlySpan<byte> payload, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        // The parser looks only at the strings that it decodes; one that it passes on would trip whoever reads it.
        Require(Utf8.IsValid(payload), "$: not UTF-8");
        try
        {
            return Wire.TryRead(payload, type, out var message, out var problem) ? message! : throw new MalformedException(problem!);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new MalformedException($"$: not valid for {typeof(T).Name}");
        }
    }

    private static SdCard? Card(SdCardReport? sd)
    {
        if (sd is null)
            return null;
        Require(sd.CapacityBytes is null or (>= 0 and <= MaxBytes), "sd.capacityBytes: out of range");
        Require(sd.UsedBytes is null or (>= 0 and <= MaxBytes), "sd.usedBytes: out of range");
        Require(sd.LifePercent is null or (>= 0 and <= 100), "sd.lifePercent: 0 to 100 is needed");
        if (sd.Oldest is { } oldest)
            Time(oldest, "sd.oldest");
        var state = sd.State switch
        {
            WireSdState.Ok => SdCardState.Ok,
            WireSdState.Missing => SdCardState.Missing,
            WireSdState.Error => SdCardState.Error,
            WireSdState.ReadOnly => SdCardState.ReadOnly,
            WireSdState.Full => SdCardState.Full,
            _ => SdCardState.Unknown,
        };
        return new SdCard(state, sd.CapacityBytes, sd.UsedBytes, sd.Oldest, sd.LifePercent);
    }

    /// <summary>A code that a newer device may know and the protocol doesn't is an internal error to the server.</summary>
    private static string Code(string? code) => code switch
    {
        ErrorCodes.UnknownCommand or ErrorCodes.BadArguments or ErrorCodes.Expired or ErrorCodes.SdUnavailable
            or ErrorCodes.NotRecorded or ErrorCodes.Busy or ErrorCodes.UploadFailed or ErrorCodes.Internal => code,
        _ => ErrorCodes.Internal,
    };

    private static void Id(string id, string field) =>
        Require(id is { Length: > 0 and <= 64 } && !id.AsSpan().ContainsAnyExcept(Words), field, "1 to 64 letters, digits and - are needed");

    private static void SensorName(string name, string field) =>
        Require(name is { Length: > 0 and <= 32 } && !name.AsSpan().ContainsAnyExcept(SensorWords), field, "1 to 32 letters, digits, - and _ are needed");

    private static void Text(string text, string field) =>
        Require(text is { Length: <= MaxTextLength } && !text.Any(char.IsControl), field, "at most 64 characters are allowed, and no control characters");

    private static void Time(DateTimeOffset time, string field) =>
        Require(time >= Earliest && time < Latest, field, "1970 to 2199 is needed");

    private static void Require(bool holds, string problem)
    {
        if (!holds)
            throw new MalformedException(problem);
    }

    /// <summary>The same, with a text that is put together only where it is needed: this is asked several times a message.</summary>
    private static void Require(bool holds, string field, string rule)
    {
        if (!holds)
            throw new MalformedException($"{field}: {rule}");
    }
}
