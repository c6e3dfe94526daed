using System.Collections.Immutable;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Troubles;

namespace Mihari.Tests.Web.Components;

/// <summary>Cards and boards as the grains would publish them.</summary>
internal static class Cards
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 34, 56, TimeSpan.Zero);

    public static CameraCard Make(int number, Func<CameraStatus, CameraStatus>? change = null, string room = "エントランス", string roomId = "r1")
    {
        var id = Id(number);
        var status = new CameraStatus(
            id, 1, $"カメラ{number}", DeviceKind.Camera, Presence.Online, Now.AddHours(-1),
            new SdCard(SdCardState.Ok, 128_000_000_000, 64_000_000_000, Now.AddDays(-9), 93),
            VideoState.Ok, [], new Thumbnail(new ClipId("c1"), Now), null);
        return new CameraCard(id, new RoomId(roomId), room, change?.Invoke(status) ?? status);
    }

    /// <summary>A hub: sensors only.</summary>
    public static CameraCard Hub(int number, Func<CameraStatus, CameraStatus>? change = null, string room = "エントランス", string roomId = "r1") => Make(
        number,
        s => (change ?? (hub => hub))(s with { Name = $"ハブ{number}", Kind = DeviceKind.Hub, Sd = null, Thumbnail = null }),
        room,
        roomId);

    public static CameraCard Next(this CameraCard card, Func<CameraStatus, CameraStatus> change) =>
        card with { Status = change(card.Status) with { Version = card.Status.Version + 1 } };

    public static DeviceId Id(int number) => DeviceId.Parse($"00112233{number:X4}");

    public static Dashboard Building(params ImmutableArray<CameraCard> cards) => new(
        new BuildingId("b1"), new CustomerId("c1"), "イッツコムマンション",
        [new RoomEntry(new RoomId("r1"), "エントランス"), new RoomEntry(new RoomId("r2"), "駐車場")],
        new ProjectionSnapshot<CameraCard>(new ProjectionPosition("i", 1), cards));

    public static ProjectionDelta<CameraCard> Delta(params ImmutableArray<CameraCard> changed) =>
        new(new ProjectionPosition("i", 2), changed, []);

    public static ImmutableArray<ActiveTrouble> Troubles(params TroubleKind[] kinds) =>
        [.. kinds.Select(kind => new ActiveTrouble(kind, Now))];
}
