using System.Globalization;
using Mihari.Grains.Cameras;
using Mihari.Identifiers;

namespace Mihari.Grains.Notifications;

/// <summary>Addresses of the portal that messages lead to; all but those of an address's owner ask for a sign-in.</summary>
internal static class PortalLinks
{
    public static Uri Building(Uri portal, CameraPlace place) => new(portal, $"buildings/{place.Building}");

    public static Uri Camera(Uri portal, CameraPlace place, DeviceId camera) => new(portal, $"buildings/{place.Building}/cameras/{camera}");

    /// <summary>デバイス一覧 of a room, with its hubs.</summary>
    public static Uri Room(Uri portal, CameraPlace place) => new(portal, $"rooms/{place.Room}");

    /// <summary>A camera with one of its event recordings.</summary>
    public static Uri Clip(Uri portal, CameraPlace place, DeviceId camera, ClipNotice clip) =>
        new(Camera(portal, place, camera), $"?clip={clip.Id}&on={Machine(clip.From)}");

    /// <summary>A camera with what its card holds of a moment.</summary>
    public static Uri Recorded(Uri portal, CameraPlace place, DeviceId camera, DateTimeOffset at) => new(Camera(portal, place, camera), $"?at={Machine(at)}");

    /// <summary>Where the owner of an address says yes or no.</summary>
    public static Uri Consent(Uri portal, CustomerId customer, string token) => new(portal, $"mail-consent/{customer}/{token}");

    private static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
