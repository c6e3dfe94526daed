using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Fleet;

/// <summary>The states that cameras are counted and filtered by. A camera has one of the first four, and may have the others beside it.</summary>
[Flags]
public enum FleetStates
{
    /// <summary>As a filter: any.</summary>
    None = 0,
    Online = 1,
    Suspect = 2,
    Offline = 4,
    NeverSeen = 8,
    Troubled = 16,
    Recording = 32,
}

/// <summary>What a camera's states are, and their order.</summary>
internal static class FleetStateRules
{
    /// <summary>As they are shown.</summary>
    public static readonly ImmutableArray<FleetStates> All =
        [FleetStates.Online, FleetStates.Offline, FleetStates.Troubled, FleetStates.Recording, FleetStates.Suspect, FleetStates.NeverSeen];

    /// <summary>What needs somebody: トラブル or offline.</summary>
    public const FleetStates OutOfOrder = FleetStates.Offline | FleetStates.Troubled;

    public static FleetStates Of(CameraCardView card) =>
        Of(card.Presence) | (card.IsTroubled ? FleetStates.Troubled : 0) | (card.IsRecording ? FleetStates.Recording : 0);

    /// <summary>For sorting: what needs somebody first.</summary>
    public static int Gravity(FleetStates states) =>
        (states.HasFlag(FleetStates.Offline) ? 0 : states.HasFlag(FleetStates.Suspect) ? 2 : states.HasFlag(FleetStates.NeverSeen) ? 6 : 4)
        + (states.HasFlag(FleetStates.Troubled) ? 0 : 1);

    private static FleetStates Of(Presence presence) => presence switch
    {
        Presence.Online => FleetStates.Online,
        Presence.Suspect => FleetStates.Suspect,
        Presence.Offline => FleetStates.Offline,
        _ => FleetStates.NeverSeen,
    };
}
