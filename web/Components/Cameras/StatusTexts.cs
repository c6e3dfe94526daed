using Mihari.Cameras;
using Mihari.Troubles;

namespace Mihari.Web.Components.Cameras;

/// <summary>The words for presence.</summary>
internal static class PresenceText
{
    public static string ClassOf(Presence presence) => presence switch
    {
        Presence.Online => "online",
        Presence.Suspect => "suspect",
        Presence.Offline => "offline",
        _ => "never",
    };

    public static string KeyOf(Presence presence) => presence switch
    {
        Presence.Online => "Online",
        Presence.Suspect => "Suspect",
        Presence.Offline => "Offline",
        _ => "NeverSeen",
    };
}

/// <summary>The words for troubles (manual, chapter 5).</summary>
internal static class TroubleText
{
    public static string KeyOf(TroubleKind kind) => kind switch
    {
        TroubleKind.NetworkDisconnected => "TroubleNetworkDisconnected",
        TroubleKind.SdCardError => "TroubleSdCardError",
        TroubleKind.DeviceRemoved => "TroubleDeviceRemoved",
        TroubleKind.VideoLost => "TroubleVideoLost",
        TroubleKind.Unstable => "TroubleUnstable",
        TroubleKind.BuildingLine => "TroubleBuildingLine",
        TroubleKind.BuildingLineUnstable => "TroubleBuildingLineUnstable",
        _ => "TroubleUnknown",
    };

    /// <summary>What the manual says the trouble means.</summary>
    public static string HelpKeyOf(TroubleKind kind) => KeyOf(kind) + "Help";

    /// <summary>The short name on a card, where the manual's sentence has no room.</summary>
    public static string ShortKeyOf(TroubleKind kind) =>
        kind == TroubleKind.DeviceRemoved ? "TroubleDeviceRemovedShort" : KeyOf(kind);

    /// <summary>Their order: what explains the others comes first.</summary>
    public static int Gravity(TroubleKind kind) => kind switch
    {
        TroubleKind.DeviceRemoved => 0,
        TroubleKind.BuildingLine or TroubleKind.BuildingLineUnstable => 1,
        TroubleKind.NetworkDisconnected => 2,
        TroubleKind.Unstable => 3,
        TroubleKind.VideoLost => 4,
        TroubleKind.SdCardError => 5,
        _ => 6,
    };
}
