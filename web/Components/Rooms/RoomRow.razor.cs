using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Buildings;
using Mihari.Notifications;
using Mihari.Sensors;
using Mihari.Troubles;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Components.Rooms;

/// <summary>One room of 部屋一覧.</summary>
public sealed partial class RoomRow
{
    /// <summary>How many devices in trouble are named.</summary>
    private const int Most = 3;

    [Parameter, EditorRequired]
    public RoomSummary Room { get; set; } = null!;

    /// <summary>The building's id.</summary>
    [Parameter, EditorRequired]
    public string Building { get; set; } = "";

    [Parameter]
    public bool MayMove { get; set; }

    /// <summary>The room's cameras and hubs, live; null until they have come.</summary>
    [Parameter]
    public IReadOnlyList<CameraCardView>? Cards { get; set; }

    /// <summary>The room with its sensors, live; null until it has come.</summary>
    [Parameter]
    public RoomEntry? Now { get; set; }

    /// <summary>The room's notification settings, for who may change them.</summary>
    [Parameter]
    public NotificationSettings? Notifications { get; set; }

    private int Cameras => Cards?.Count(card => card.HasVideo) ?? Room.Cameras;

    private SensorCount Sensors => Now?.Sensors ?? new SensorCount(Room.Sensors, Room.Open, Room.Closed);

    private int Waiting => Notifications!.Addresses.Count(address => address.State is AddressState.Asked or AddressState.Lapsed);

    private int Declined => Notifications!.Addresses.Count(address => address.State is AddressState.Declined);

    private int Unreached => Notifications!.Addresses.Count(address => address.Problem is not null);

    private ImmutableArray<TroubleKind> Kinds => [.. Cards!.SelectMany(card => card.Troubles).Distinct().OrderBy(TroubleText.Gravity)];

    /// <summary>The names of what is in trouble.</summary>
    private string Troubled
    {
        get
        {
            var names = Cards!.Where(card => card.IsTroubled).Select(card => card.Name).ToList();
            var named = string.Join(Texts["ListSeparator"], names.Take(Most));
            return names.Count > Most ? Texts["AndMoreDevices", named, names.Count - Most] : named;
        }
    }

    private int Away => Cards?.Count(card => !card.IsOnline) ?? 0;
}
