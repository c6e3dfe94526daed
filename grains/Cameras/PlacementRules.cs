using Mihari.Identifiers;

namespace Mihari.Grains.Cameras;

/// <summary>Where a camera stands, and whose its history is (ADR 0015); without side effects.</summary>
internal static class PlacementRules
{
    /// <summary>The camera after the step, the same object where it was taken before; null: it stands in another room.</summary>
    public static CameraState? After(CameraState camera, Placement step, DateTimeOffset now)
    {
        var next = Step(camera, step, now);
        return next is null || next.Place?.Building == camera.Place?.Building ? next : next with { StandsSince = now };
    }

    /// <summary>Whose its recordings may be seen by: its present place's customer, or where it stands nowhere the last one's that it handed them to.</summary>
    public static CustomerId? OwnerOfMedia(CameraState camera) => camera.Place?.Customer ?? (camera.Heirs.IsEmpty ? null : camera.Heirs[^1].Customer);

    /// <summary>The spans of its history that went to the heir; none where it stands at another customer's meanwhile.</summary>
    public static IEnumerable<CameraHeir> SpansOf(CameraState camera, DeviceId heir) =>
        camera.Heirs.Where(h => h.Device == heir && (camera.Place is null || camera.Place.Customer == h.Customer));

    private static CameraState? Step(CameraState camera, Placement step, DateTimeOffset now) => step.Kind switch
    {
        PlacementKind.Put or PlacementKind.Succeed => Put(camera, step, now),
        PlacementKind.Restore => Restore(camera, step),
        PlacementKind.Move => IsIn(camera, step) ? Stand(camera, step) : camera,
        PlacementKind.Remove => IsIn(camera, step) ? camera with { Place = null, LastPlace = camera.Place } : camera,
        PlacementKind.HandOver => IsIn(camera, step)
            ? camera with
            {
                Place = null,
                LastPlace = null,
                Heirs = camera.Heirs.Add(new CameraHeir(step.Successor!.Value, step.Place.Customer, camera.HistoryFrom, now)),
            }
            : camera,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Kind, "no such kind"),
    };

    private static bool IsIn(CameraState camera, Placement step) => camera.Place?.Room == step.Place.Room;

    private static CameraState? Put(CameraState camera, Placement step, DateTimeOffset now)
    {
        if (camera.Place is not null)
            return IsIn(camera, step) ? Stand(camera, step) : null;

        // Its very first place: nothing was recorded for anybody else.
        var isNew = camera.LastPlace is null && camera.Heirs.IsEmpty && camera.HistoryFrom is null;
        return Stand(camera, step) with
        {
            HistoryFrom = isNew ? null : now,
            Thumbnail = isNew ? camera.Thumbnail : null,

            // One that goes on is this place's from now on.
            Troubles = isNew ? camera.Troubles : [.. camera.Troubles.Select(t => t with { Since = now })],
            Predecessors = step.Predecessors.IsDefault ? [] : step.Predecessors,
            LastPlace = null,
        };
    }

    private static CameraState? Restore(CameraState camera, Placement step)
    {
        if (camera.Place is not null)
            return IsIn(camera, step) ? Stand(camera, step) : null;

        return camera.LastPlace?.Room == step.Place.Room ? Stand(camera, step) with { LastPlace = null } : null;
    }

    private static CameraState Stand(CameraState camera, Placement step) =>
        camera.Place == step.Place && camera.Name == step.Name ? camera : camera with { Place = step.Place, Name = step.Name };
}
