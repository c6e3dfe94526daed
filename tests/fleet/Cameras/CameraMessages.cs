using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mihari.Tests.Fleet.Cameras;

/// <summary>What a camera says and is told, by the text of the device protocol.</summary>
public static class CameraMessages
{
    /// <summary>Of a file that nobody reads.</summary>
    private static readonly string Hash = new('a', 64);

    public static byte[] Hello(string boot, DateTimeOffset clock) => Encoding.UTF8.GetBytes(
        $$$"""{"protocol":1,"kind":"camera","model":"V-1","firmware":"1.0","boot":"{{{boot}}}","clock":"{{{Time(clock)}}}","sensors":[{"id":"motion","kind":"motion"}],"sd":{"state":"ok","capacityBytes":128000000000,"usedBytes":1000000}}""");

    public static byte[] Motion(MotionEvent fired) => Encoding.UTF8.GetBytes(
        $$"""{"id":"{{fired.Id}}","sensor":"motion","kind":"motion","at":"{{Time(fired.At)}}","confidence":0.9}""");

    /// <summary>A minute with some motion in it.</summary>
    public static byte[] Segment(SegmentManifest closed) => Encoding.UTF8.GetBytes(
        $$"""{"start":"{{Time(closed.Start)}}","durationMs":60000,"bytes":8912345,"sha256":"{{Hash}}","motion":[[5120,21400]]}""");

    public static byte[] Status(CardStatus told) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$$"""{"sd":{"state":"ok","capacityBytes":128000000000,"usedBytes":{{{told.UsedBytes}}}}}"""));

    /// <summary>A camera without a recording: so that a run needs no media, and an event costs what the servers make of it.</summary>
    public static byte[] NotRecorded(string command) => Encoding.UTF8.GetBytes(
        $$$"""{"command":"{{{command}}}","ok":false,"error":{"code":"notRecorded","message":"a virtual camera"}}""");

    /// <summary>A capture whose video and picture are with the server.</summary>
    public static byte[] Recorded(string command) => Encoding.UTF8.GetBytes($$$"""{"command":"{{{command}}}","ok":true,"result":{}}""");

    /// <summary>A capture whose video or picture the server did not take.</summary>
    public static byte[] NotUploaded(string command) => Encoding.UTF8.GetBytes(
        $$$"""{"command":"{{{command}}}","ok":false,"error":{"code":"uploadFailed","message":"not taken"}}""");

    public static AskedCommand Command(byte[] payload)
    {
        using var document = JsonDocument.Parse(payload);
        var root = document.RootElement;
        var (id, name) = (root.GetProperty("id").GetString()!, root.GetProperty("name").GetString()!);
        return root.TryGetProperty("args", out var args) && args.ValueKind == JsonValueKind.Object && args.TryGetProperty("clip", out var clip)
            ? new AskedCommand(id, name, clip.GetString(), args.GetProperty("to").GetDateTimeOffset())
            {
                UploadTo = new Uri(args.GetProperty("uploadUrl").GetString()!),
                ThumbnailTo = new Uri(args.GetProperty("thumbnailUrl").GetString()!),
            }
            : new AskedCommand(id, name, null);
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
