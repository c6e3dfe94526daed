using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Mihari.Identifiers;

/// <summary>
/// One live or playback stream: the camera, and <c>live</c> or 16 hex digits of its own, as in <c>0011223344AA-live</c>. Letters, digits
/// and <c>-</c> only, because the ids of its commands begin with it.
/// </summary>
[GenerateSerializer, Immutable, Alias("Mihari.StreamId")]
public readonly record struct StreamId
{
    private const string LiveName = "live";
    private const int NameBytes = 8;

    [JsonConstructor]
    private StreamId(string value) => Value = value;

    /// <summary>The key of the stream's grain.</summary>
    [Id(0)]
    public string Value { get; }

    /// <summary>The camera that it shows.</summary>
    public DeviceId Camera => DeviceId.Parse(Value[..Value.IndexOf('-', StringComparison.Ordinal)]);

    /// <summary>Whether it is the camera's live stream, of which there is one for all viewers.</summary>
    public bool IsLive => Value.EndsWith("-" + LiveName, StringComparison.Ordinal);

    /// <summary>The live stream of a camera.</summary>
    public static StreamId Live(DeviceId camera) => new($"{camera}-{LiveName}");

    /// <summary>A new playback stream of a camera; each viewer has one of its own.</summary>
    public static StreamId NewPlayback(DeviceId camera) => new($"{camera}-{NewName()}");

    /// <summary>Reads the key of a stream's grain; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StreamId id)
    {
        id = default;
        var parts = text?.Split('-');
        if (parts is not [var camera, var name] || !DeviceId.TryParse(camera, out var device) || device.Value != camera || !IsName(name))
            return false;

        id = new StreamId(text!);
        return true;
    }

    /// <summary>The id of a new command of this stream: 1 to 64 letters, digits and <c>-</c> (device protocol).</summary>
    public string NewCommand() => $"{Value}-{NewName()}";

    /// <summary>The stream that a command belongs to; false where it is no stream's.</summary>
    public static bool TryOfCommand(string command, out StreamId id)
    {
        id = default;
        var end = command.LastIndexOf('-');
        return end > 0 && TryParse(command[..end], out id);
    }

    public override string ToString() => Value;

    private static string NewName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes));

    private static bool IsName(string name) =>
        name == LiveName || (name.Length == 2 * NameBytes && !name.AsSpan().ContainsAnyExcept("0123456789abcdef"));
}
