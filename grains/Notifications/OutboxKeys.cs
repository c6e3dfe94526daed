using Mihari.Identifiers;

namespace Mihari.Grains.Notifications;

/// <summary>
/// The keys of outboxes, which own what was told in the timeline too. Each kind has its own: rooms, buildings and customers may have the same ids, and
/// who may read of one must not read of another.
/// </summary>
internal static class OutboxKeys
{
    public static string Of(RoomId room) => "r-" + room;

    /// <summary>Of what concerns a building as a whole.</summary>
    public static string Of(BuildingId building) => "b-" + building;

    /// <summary>Of the questions to a customer's addresses.</summary>
    public static string Of(CustomerId customer) => "c-" + customer;
}
