using System.Collections.Immutable;
using System.Globalization;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Troubles;

namespace Mihari.Web.Components.Cameras;

/// <summary>
/// What a camera's card, or a hub's line, shows at a moment; texts are named by their resource keys, so that one view serves every language.
/// A card whose facts are unchanged keeps its instance, and is not drawn again.
/// </summary>
/// <param name="Id">The device id.</param>
/// <param name="Version">Of the status it was made from.</param>
/// <param name="Name">The device's name.</param>
/// <param name="Room">The room's name.</param>
/// <param name="RoomId">The room's id, for the order of rooms.</param>
/// <param name="Presence">Whether it is connected.</param>
/// <param name="Since">Since when; null for one that never was.</param>
/// <param name="Sd">Its card; null before its first hello, and for a hub.</param>
/// <param name="Troubles">What is wrong now, the gravest first.</param>
/// <param name="Picture">Its newest picture.</param>
/// <param name="RecordingUntil">The end of the capture that runs at that moment; null where none does.</param>
public sealed record CameraCardView(
    string Id,
    long Version,
    string Name,
    string Room,
    string RoomId,
    Presence Presence,
    DateTimeOffset? Since,
    SdView? Sd,
    ImmutableArray<TroubleKind> Troubles,
    PictureView? Picture,
    DateTimeOffset? RecordingUntil)
{
    /// <summary>Whether it has pictures at all: a hub has none.</summary>
    public bool HasVideo { get; init; } = true;

    /// <summary>How long it is said that a trouble is over (manual, chapter 5).</summary>
    private static readonly TimeSpan SaysSettled = TimeSpan.FromMinutes(10);

    /// <summary>Until when it is said that a trouble is over, where one ended before the viewer's eyes; null where none did.</summary>
    public DateTimeOffset? SettledUntil { get; init; }

    public bool IsSettled => SettledUntil is not null;

    /// <summary>When it changes by itself.</summary>
    public DateTimeOffset? NextChange => SettledUntil < RecordingUntil || RecordingUntil is null ? SettledUntil : RecordingUntil;

    public bool IsRecording => RecordingUntil is not null;

    public bool IsTroubled => !Troubles.IsEmpty;

    public bool IsOnline => Presence == Presence.Online;

    /// <summary>The word for its presence in the styles: <c>online</c>, <c>suspect</c>, <c>offline</c> or <c>never</c>.</summary>
    public string PresenceClass => PresenceText.ClassOf(Presence);

    /// <summary>The one state that the card's frame shows: a recording before a trouble before being away.</summary>
    public string Tone =>
        IsRecording ? "recording"
        : IsTroubled ? "trouble"
        : PresenceClass;

    public static CameraCardView From(CameraCard card, DateTimeOffset now)
    {
        var status = card.Status;
        return new CameraCardView(
            card.Camera.Value,
            status.Version,
            status.Name,
            card.RoomName,
            card.Room.Value,
            status.Presence,
            status.Presence == Presence.NeverSeen ? null : status.PresenceSince,
            SdView.From(status.Sd),
            OrderTroubles(status.Troubles),
            status.Thumbnail is { } thumbnail ? PictureView.From(card.Camera.Value, thumbnail) : null,

            // Whether a camera that is away goes on recording, nobody knows.
            status.Presence is Presence.Online or Presence.Suspect && status.RecordingUntil > now ? status.RecordingUntil : null)
        {
            HasVideo = status.Kind == DeviceKind.Camera,
        };
    }

    /// <summary>The same card at a later moment; the same instance where nothing has run out.</summary>
    public CameraCardView At(DateTimeOffset now) => NextChange > now || NextChange is null
        ? this
        : this with { RecordingUntil = RecordingUntil <= now ? null : RecordingUntil, SettledUntil = SettledUntil <= now ? null : SettledUntil };

    /// <summary>The same card, which takes the place of the one that was shown before: what has ended between the two is said, what has begun takes its place.</summary>
    public CameraCardView After(CameraCardView? before, DateTimeOffset now)
    {
        if (before is null)
            return this;

        var until = before.Troubles.Except(Troubles).Any() ? now + SaysSettled
            : Troubles.Except(before.Troubles).Any() ? null
            : before.SettledUntil;
        return until == SettledUntil || until <= now ? this : this with { SettledUntil = until };
    }

    private static ImmutableArray<TroubleKind> OrderTroubles(ImmutableArray<ActiveTrouble> troubles) =>
        troubles.IsDefaultOrEmpty
            ? []
            : [.. troubles.Select(trouble => trouble.Kind).Distinct().OrderBy(TroubleText.Gravity)];
}

/// <summary>A picture and when it was taken.</summary>
public sealed record PictureView(string Url, DateTimeOffset At)
{
    public static PictureView From(string camera, Thumbnail thumbnail) =>
        new($"/media/thumbnails/{camera}/{thumbnail.Clip}", thumbnail.At);
}

/// <summary>An SD card: its state, and how full it is where the device has said so.</summary>
/// <param name="State">Its state.</param>
/// <param name="UsedPercent">0 to 100.</param>
/// <param name="UsedBytes">As reported.</param>
/// <param name="CapacityBytes">As reported.</param>
public sealed record SdView(SdCardState State, int? UsedPercent, long? UsedBytes, long? CapacityBytes)
{
    public bool IsWell => State == SdCardState.Ok;

    public string TextKey => State switch
    {
        SdCardState.Ok => "SdOk",
        SdCardState.Missing => "SdMissing",
        SdCardState.Error => "SdError",
        SdCardState.ReadOnly => "SdReadOnly",
        SdCardState.Full => "SdFull",
        _ => "SdUnknown",
    };

    public static SdView? From(SdCard? card) =>
        card is null
            ? null
            : new SdView(card.State, PercentOf(card.UsedBytes, card.CapacityBytes), card.UsedBytes, card.CapacityBytes);

    /// <summary>In decimal units, as cards are sold.</summary>
    public static string Size(long bytes, CultureInfo culture) =>
        bytes < 1_000_000_000 ? (bytes / 1e6).ToString("0 'MB'", culture) : (bytes / 1e9).ToString("0.# 'GB'", culture);

    private static int? PercentOf(long? used, long? capacity) =>
        used is >= 0 && capacity is > 0 ? (int)Math.Clamp(Math.Round(100.0 * used.Value / capacity.Value), 0, 100) : null;
}
