using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Recordings;
using Mihari.Grains.Rooms;
using Mihari.Identifiers;

namespace Mihari.Grains.Reports;

/// <summary>A time that a camera stood in a building.</summary>
/// <param name="Device">Which.</param>
/// <param name="Name">The last name that it had there.</param>
/// <param name="RoomName">The name of the last room in which it stood.</param>
/// <param name="From">Since when; null: since before that was kept.</param>
/// <param name="To">Until when; null: it stands there.</param>
internal sealed record CameraStay(DeviceId Device, string Name, string RoomName, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>A camera that stands in a room of the building.</summary>
internal sealed record StandingCamera(CameraFacts Facts, string RoomName);

/// <summary>A device that stood in a room of the building.</summary>
internal sealed record DepartedDevice(FormerDevice Stay, string RoomName, DeviceKind Kind);

/// <summary>
/// Who stood in a building when, as it was seen there; without side effects. Rooms and cameras know only where they are now, and what a room knows goes with
/// it: to another building, or with its deletion.
/// </summary>
internal static class Roster
{
    /// <summary>How long who left is known: its days may still be closed, or counted again.</summary>
    private static readonly TimeSpan KeptAfter = RetentionGrain.KeepSegments;

    /// <param name="stays">As of the visit before.</param>
    /// <param name="building">Which building it is.</param>
    /// <param name="standing">The cameras that stand there.</param>
    /// <param name="tracks">Of those that have stood there, and do no more.</param>
    /// <param name="departed">The devices that its rooms know to have left.</param>
    /// <param name="visited">When it was looked at before; null: never.</param>
    /// <param name="now">The present.</param>
    public static ImmutableArray<CameraStay> After(
        ImmutableArray<CameraStay> stays, BuildingId building, IReadOnlyCollection<StandingCamera> standing, IReadOnlyDictionary<DeviceId, CameraTrack> tracks,
        IReadOnlyCollection<DepartedDevice> departed, DateTimeOffset? visited, DateTimeOffset now)
    {
        var next = ImmutableArray.CreateBuilder<CameraStay>();
        var goOn = new HashSet<DeviceId>();
        foreach (var stay in stays)
        {
            if (stay.To is not null)
            {
                next.Add(stay);
            }
            else if (standing.FirstOrDefault(camera => camera.Facts.Status.Camera == stay.Device) is { } camera)
            {
                var since = Since(camera.Facts);
                var isSame = since is null || since <= stay.From;
                goOn.UnionWith(isSame ? [stay.Device] : []);
                next.Add(isSame ? stay with { Name = camera.Facts.Status.Name, RoomName = camera.RoomName } : stay with { To = Left(stay, departed) ?? since });
            }
            else
            {
                // One that a room could not be asked for is there still, and so is one that cannot answer.
                var track = tracks.GetValueOrDefault(stay.Device);
                var isThere = track is null || track.Building == building;
                goOn.UnionWith(isThere ? [stay.Device] : []);
                next.Add(isThere ? stay : stay with { To = Left(stay, departed) ?? (track!.Since > (stay.From ?? DateTimeOffset.MinValue) ? track.Since : now) });
            }
        }

        foreach (var camera in standing.Where(c => !goOn.Contains(c.Facts.Status.Camera)))
            next.Add(new CameraStay(camera.Facts.Status.Camera, camera.Facts.Status.Name, camera.RoomName, Since(camera.Facts), null));

        // Those that came and left since the visit before.
        foreach (var (stay, room, kind) in departed.Where(d => d.Kind == DeviceKind.Camera && d.Stay.To > visited))
        {
            if (!next.Any(known => known.Device == stay.Device && known.To >= stay.To))
                next.Add(new CameraStay(stay.Device, stay.Name, room, stay.From > visited ? stay.From : visited, stay.To));
        }

        next.RemoveAll(stay => stay.To < now - KeptAfter);
        return stays.SequenceEqual(next) ? stays : next.ToImmutable();
    }

    private static DateTimeOffset? Since(CameraFacts facts) => facts.Track?.Since ?? facts.HistoryFrom;

    /// <summary>The end of the stay that its room knows; null: its room knows none.</summary>
    private static DateTimeOffset? Left(CameraStay stay, IEnumerable<DepartedDevice> departed) =>
        departed.Where(d => d.Stay.Device == stay.Device && !(d.Stay.To < stay.From)).Select(d => (DateTimeOffset?)d.Stay.To).Min();
}
