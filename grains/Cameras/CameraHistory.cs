using System.Globalization;
using Mihari.Grains.Capture;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;

namespace Mihari.Grains.Cameras;

/// <summary>
/// The event recordings that belong to a camera's present place: its own since it stands there, then those of the devices that
/// it replaced. A continuation says which of them it continues: <c>1~…</c> is the first predecessor's.
/// </summary>
internal sealed class CameraHistory(ClipHistory own, IGrainFactory grains)
{
    private const char Separator = '~';

    /// <summary>A page, newest first. It can be short, or empty, and yet have a continuation.</summary>
    /// <exception cref="InvalidInputException">The limit is not 1 to 200, or the continuation is none.</exception>
    public async Task<ClipPage> Read(CameraState camera, DeviceId id, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation)
    {
        var (which, inner) = Parse(continuation, camera.Predecessors.Length);
        var page = which == 0
            ? await ReadOwn(camera, from, to, limit, inner)
            : await grains.GetGrain<ICameraSetup>(camera.Predecessors[which - 1].Value).ReadClips(id, from, to, limit, inner);
        while (page.Continuation is null && page.Clips.IsEmpty && which < camera.Predecessors.Length)
            page = await grains.GetGrain<ICameraSetup>(camera.Predecessors[which++].Value).ReadClips(id, from, to, limit, null);

        var next = page.Continuation is { } more ? Format(which, more) : which < camera.Predecessors.Length ? Format(which + 1, "") : null;
        return page with { Continuation = next };
    }

    /// <summary>What the camera recorded itself since it stands where it stands.</summary>
    public Task<ClipPage> ReadOwn(CameraState camera, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation) =>
        own.Read(camera.HistoryFrom is { } since && since > from ? since : from, to, limit, continuation);

    /// <summary>Its own clips that may show a moment, wherever it stood then.</summary>
    public Task<IReadOnlyList<Clip>> Near(DateTimeOffset moment, CaptureOptions options) => own.Near(moment, options);

    private static string Format(int which, string inner) => which == 0 ? inner : string.Create(CultureInfo.InvariantCulture, $"{which}{Separator}{inner}");

    private static (int Which, string? Inner) Parse(string? continuation, int predecessors)
    {
        var at = continuation?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        if (at < 0)
            return (0, continuation);

        return int.TryParse(continuation.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var which) && which >= 1 && which <= predecessors
            ? (which, at + 1 < continuation!.Length ? continuation[(at + 1)..] : null)
            : throw new InvalidInputException("continuation", "is none of this list's");
    }
}
