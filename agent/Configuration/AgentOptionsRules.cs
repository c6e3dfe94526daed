using Microsoft.Extensions.Options;
using Mihari.Agent.Sources;
using Mihari.Protocol;

namespace Mihari.Agent.Configuration;

/// <summary>The rules that attributes cannot say; each failure names key, value and rule, and never a device key.</summary>
internal sealed class AgentOptionsRules : IValidateOptions<AgentOptions>
{
    private const string KeepAlive = "a time span from 00:00:05 to 00:02:00";
    private const string Capacity = "4 MiB to 16 TiB, in bytes";
    private const string Sensitivity = "0 to 1";
    private const string Width = "an even number from 160 to 1920";
    private const string Height = "an even number from 90 to 1080";
    private const string Fps = "a whole number from 5 to 30";
    private const string Sound = "true or false";

    /// <summary>What a key takes that is no text.</summary>
    public static string Rule(string key) => key[(key.LastIndexOf(':') + 1)..].ToUpperInvariant() switch
    {
        "KEEPALIVE" => KeepAlive,
        "CAPACITY" => Capacity,
        "SENSITIVITY" => Sensitivity,
        "WIDTH" => Width,
        "HEIGHT" => Height,
        "FPS" => Fps,
        "SOUND" => Sound,
        "CAMERAS" => "a list of cameras",
        _ => "a value of another kind",
    };

    /// <summary>The keys of a camera, or those beside the cameras.</summary>
    public static string Keys(bool ofCamera) =>
        string.Join(", ", (ofCamera ? typeof(CameraOptions) : typeof(AgentOptions)).GetProperties().Select(p => p.Name));

    public ValidateOptionsResult Validate(string? name, AgentOptions options)
    {
        var failures = new List<string>();
        if (!ServerAddress.TryParse(options.Server, out _))
            failures.Add(Failure("Server", options.Server, "mqtt://host:port or mqtts://host:port"));
        if (options.DataFolder.Length == 0)
            failures.Add(Failure("DataFolder", options.DataFolder, "a folder"));
        if (options.KeepAlive < TimeSpan.FromSeconds(Limits.MinKeepAliveSeconds) || options.KeepAlive > TimeSpan.FromSeconds(Limits.MaxKeepAliveSeconds))
            failures.Add(Failure("KeepAlive", options.KeepAlive, KeepAlive));
        if (options.Cameras.Count is < 1 or > 64)
            failures.Add(Failure("Cameras", options.Cameras.Count, "1 to 64 cameras"));
        if (options.AuthorityFile is { } file && !File.Exists(file))
            failures.Add(Failure("AuthorityFile", file, "a PEM file that exists"));

        if (options.TimeZone is { } zone && !IsTimeZone(zone))
            failures.Add(Failure("TimeZone", zone, "the IANA name of a time zone, such as Asia/Tokyo"));

        for (var i = 0; i < options.Cameras.Count; i++)
            failures.AddRange(Check(options.Cameras[i], $"Cameras:{i}:"));

        var twice = options.Cameras.GroupBy(c => c.DeviceId, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            failures.Add(Failure("Cameras", twice.Key, "each DeviceId once"));
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Check(CameraOptions camera, string prefix)
    {
        if (!WireDeviceId.IsValid(camera.DeviceId))
            yield return Failure(prefix + "DeviceId", camera.DeviceId, "12 upper-case hex digits");
        if (camera.Key.Length is < 1 or > 128 || camera.Key.Any(c => c is < '!' or > '~'))
            yield return Failure(prefix + "Key", "(not shown)", "1 to 128 visible ASCII characters");
        if (!SourceAddress.TryParse(camera.Source, out _, out var problem))
            yield return Failure(prefix + "Source", SourceAddress.WithoutCredentials(camera.Source), problem);
        if (camera.Name is { Length: > 64 })
            yield return Failure(prefix + "Name", camera.Name, "at most 64 characters");
        if (camera.Capacity is < 4L << 20 or > 16L << 40)
            yield return Failure(prefix + "Capacity", camera.Capacity, Capacity);
        if (!(camera.Sensitivity is >= 0 and <= 1))
            yield return Failure(prefix + "Sensitivity", camera.Sensitivity, Sensitivity);
        if (camera.Width is < 160 or > 1920 || camera.Width % 2 != 0)
            yield return Failure(prefix + "Width", camera.Width, Width);
        if (camera.Height is < 90 or > 1080 || camera.Height % 2 != 0)
            yield return Failure(prefix + "Height", camera.Height, Height);
        if (camera.Fps is < 5 or > 30)
            yield return Failure(prefix + "Fps", camera.Fps, Fps);
        if (camera.Transport is not ("tcp" or "udp"))
            yield return Failure(prefix + "Transport", camera.Transport, "tcp or udp");
    }

    /// <summary>A Windows name won't do, though the framework takes it: ffmpeg finds the zone by the name of its file.</summary>
    private static bool IsTimeZone(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId
        && (name == "UTC" || !TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out _));

    private static string Failure(string key, object value, string rule) =>
        FormattableString.Invariant($"{AgentOptions.Section}:{key} is '{value}', but must be {rule}");
}
