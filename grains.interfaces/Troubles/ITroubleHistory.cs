using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Orleans.Concurrency;

namespace Mihari.Troubles;

/// <summary>トラブル履歴: the troubles of a building, of a room of it or of one device, those that go on and those that are over; key: the building's id.</summary>
[Alias("Mihari.ITroubleHistory")]
public interface ITroubleHistory : IGrainWithStringKey
{
    /// <summary>How many a page may hold.</summary>
    const int LargestPage = 200;

    /// <summary>
    /// A page, those that were raised last first. Of a device what it had in the rooms in the time that it stood there, also where it has been replaced,
    /// deleted or moved since; asked for one device, also what those had whose places it took. What was the building's line is listed once for the
    /// building, and for each of its rooms and devices where it is asked for those.
    /// </summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such building, or no such room or device in it, or it is not the caller's.</exception>
    /// <exception cref="Refusals.InvalidInputException">The limit is not 1 to <see cref="LargestPage"/>, the continuation is none, or the span is empty.</exception>
    [Alias("Read"), AlwaysInterleave]
    Task<TroublePage> Read(Caller by, TroubleQuery query);
}

/// <summary>Which troubles.</summary>
/// <param name="Room">Of this room alone; null: of all.</param>
/// <param name="Device">Of this device alone; null: of all.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Continuation">From the page before, or null for the first.</param>
/// <param name="From">None that was over by then; null: any.</param>
/// <param name="To">None that was raised then or later; null: any.</param>
[GenerateSerializer, Immutable, Alias("Mihari.TroubleQuery")]
public sealed record TroubleQuery(
    [property: Id(0)] RoomId? Room,
    [property: Id(1)] DeviceId? Device,
    [property: Id(2)] int Limit,
    [property: Id(3)] string? Continuation,
    [property: Id(4)] DateTimeOffset? From = null,
    [property: Id(5)] DateTimeOffset? To = null);

/// <summary>A page of the history; <paramref name="Continuation"/> is null on the last.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.TroublePage")]
public sealed record TroublePage(
    [property: Id(0)] ImmutableArray<PastTrouble> Troubles,
    [property: Id(1)] string? Continuation);

/// <summary>A trouble of the history.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Device">Whose; null: the building's own.</param>
/// <param name="Name">The name of the device, the last that it had in the room, or of the building.</param>
/// <param name="Room">Where the device stood; null: it is the building's own.</param>
/// <param name="RoomName">The room's present name; empty where there is none.</param>
/// <param name="Since">When it was raised, after its hold-down.</param>
/// <param name="Ended">When it was over, or the device left the room; null: it goes on.</param>
/// <param name="Away">Since when the device was away in that room, or the first of the building's; null where none was.</param>
[GenerateSerializer, Immutable, Alias("Mihari.PastTrouble")]
public sealed record PastTrouble(
    [property: Id(0)] TroubleKind Kind,
    [property: Id(1)] DeviceId? Device,
    [property: Id(2)] string Name,
    [property: Id(3)] RoomId? Room,
    [property: Id(4)] string RoomName,
    [property: Id(5)] DateTimeOffset Since,
    [property: Id(6)] DateTimeOffset? Ended,
    [property: Id(7)] DateTimeOffset? Away = null)
{
    /// <summary>When what is wrong began, of which its duration counts.</summary>
    public DateTimeOffset Began => Away ?? Since;
}
