using System.Security.Cryptography;
using System.Text;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;

namespace Mihari.Grains.Capture;

/// <summary>Ids that make captures idempotent: the same cause gives the same id (design, rule 2), and the keys of their objects.</summary>
internal static class CaptureIds
{
    /// <summary>hash(event, camera).</summary>
    public static ClipId Clip(string eventId, DeviceId camera) => new(Hash($"clip\n{eventId}\n{camera}"));

    /// <summary>hash(cause, target), one an attempt.</summary>
    public static string Command(ClipId clip, DeviceId camera, int attempt) => Hash($"capture\n{clip}\n{camera}\n{attempt}");

    /// <summary>Where an object of a clip lies in the media store.</summary>
    public static string Key(DeviceId camera, ClipId clip, ClipPart part) => part == ClipPart.Video
        ? $"clips/{camera}/{clip.Value[..2]}/{clip}.mp4"
        : $"thumbnails/{camera}/{clip.Value[..2]}/{clip}.jpg";

    /// <summary>As <see cref="Key"/>, for one who asks with a text of his own.</summary>
    /// <exception cref="UnknownIdException">The text can't be a clip id: 32 lower-case hex digits.</exception>
    public static MediaAddress Address(DeviceId camera, ClipId clip, ClipPart part) =>
        clip.Value.Length == 32 && !clip.Value.AsSpan().ContainsAnyExcept("0123456789abcdef")
            ? new MediaAddress(Key(camera, clip, part), part == ClipPart.Video ? "video/mp4" : "image/jpeg")
            : throw new UnknownIdException("clip", clip.Value);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
