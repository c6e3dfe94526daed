using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mihari.Tests.Drills.Cameras;

/// <summary>What a camera says and is told, by the text of the device protocol.</summary>
internal static class CameraMessages
{
    public static byte[] Hello(string boot, DateTimeOffset clock) => Encoding.UTF8.GetBytes(
        $$$"""{"protocol":1,"kind":"camera","model":"D-1","firmware":"1.0","boot":"{{{boot}}}","clock":"{{{Time(clock)}}}","sensors":[{"id":"motion","kind":"motion"}],"sd":{"state":"ok","capacityBytes":128000000000,"usedBytes":1000000}}""");

    public static byte[] Motion(MotionEvent fired) => Encoding.UTF8.GetBytes(
        $$"""{"id":"{{fired.Id}}","sensor":"motion","kind":"motion","at":"{{Time(fired.At)}}","confidence":0.9}""");

    /// <summary>A camera without a recording: so that a drill needs no media, and an event costs what the servers make of it.</summary>
    public static byte[] NotRecorded(string command) => Encoding.UTF8.GetBytes(
        $$$"""{"command":"{{{command}}}","ok":false,"error":{"code":"notRecorded","message":"a drill"}}""");

    public static AskedCommand Command(byte[] payload)
    {
        using var document = JsonDocument.Parse(payload);
        var root = document.RootElement;
        var clip = root.TryGetProperty("args", out var args) && args.ValueKind == JsonValueKind.Object && args.TryGetProperty("clip", out var id) ? id.GetString() : null;
        return new AskedCommand(root.GetProperty("id").GetString()!, root.GetProperty("name").GetString()!, clip);
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
