using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Orleans.Concurrency;

namespace Mihari.Notifications;

/// <summary>Of what a room tells whom (manual, chapter 3: メール通知設定 and 通知設定); key: the room's id.</summary>
[Alias("Mihari.INotificationSettings")]
public interface INotificationSettings : IGrainWithStringKey
{
    /// <summary>The settings as they stand.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such room, or it is not the caller's.</exception>
    /// <exception cref="Refusals.NotPermittedException">The caller is no administrator.</exception>
    [Alias("Get"), AlwaysInterleave]
    Task<NotificationSettings> Get(Caller by);

    /// <summary>
    /// To whom mails go, in which language: all of it anew. An address that is new to the customer is sent a link, and until it has been
    /// followed nothing else. The same again changes nothing.
    /// </summary>
    /// <param name="by">An administrator.</param>
    /// <param name="addresses">At most 10, each once.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="was">The revision that the change was made from; null: whatever there is is overwritten (一括設定).</param>
    /// <exception cref="Refusals.InvalidInputException">An address is none, there are more than 10, or there is no such language.</exception>
    /// <exception cref="Refusals.ConflictException">The settings are others by now.</exception>
    [Alias("SetMail")]
    Task SetMail(Caller by, ImmutableArray<string> addresses, string language, int? was);

    /// <summary>通知タイプ. The same again changes nothing.</summary>
    /// <exception cref="Refusals.InvalidInputException">There is no such type.</exception>
    /// <exception cref="Refusals.ConflictException">The settings are others by now.</exception>
    [Alias("SetType")]
    Task SetType(Caller by, NotificationType type, int? was);

    /// <summary>Sends an address that has not been confirmed its link once more; at most once in ten minutes.</summary>
    /// <exception cref="Refusals.UnknownIdException">The room doesn't have the address, or it needs no link.</exception>
    /// <exception cref="Refusals.ConflictException">The last link was sent a moment ago.</exception>
    [Alias("AskAgain")]
    Task AskAgain(Caller by, string address);
}

/// <summary>The same for all rooms of a building (一括設定): what is set overwrites what each room has; key: the building's id.</summary>
[Alias("Mihari.IBuildingNotifications")]
public interface IBuildingNotifications : IGrainWithStringKey
{
    /// <summary>The settings of its rooms, in the building's order.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<ImmutableArray<NotificationSettings>> Get(Caller by);

    /// <summary>As <see cref="INotificationSettings.SetMail"/>, for every room. Where one can't be set the call fails, and may be repeated.</summary>
    [Alias("SetMail"), AlwaysInterleave]
    Task SetMail(Caller by, ImmutableArray<string> addresses, string language);

    /// <summary>As <see cref="INotificationSettings.SetType"/>, for every room.</summary>
    [Alias("SetType"), AlwaysInterleave]
    Task SetType(Caller by, NotificationType type);
}

/// <summary>The settings of a room.</summary>
/// <param name="Room">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Building">Where it is.</param>
/// <param name="Type">Of what it tells.</param>
/// <param name="Language">Of its mails: <c>ja</c> or <c>en</c>.</param>
/// <param name="Addresses">To whom they go.</param>
/// <param name="Revision">Goes up with every change.</param>
[GenerateSerializer, Immutable, Alias("Mihari.NotificationSettings")]
public sealed record NotificationSettings(
    [property: Id(0)] RoomId Room,
    [property: Id(1)] string Name,
    [property: Id(2)] BuildingId Building,
    [property: Id(3)] NotificationType Type,
    [property: Id(4)] string Language,
    [property: Id(5)] ImmutableArray<NotifiedAddress> Addresses,
    [property: Id(6)] int Revision)
{
    /// <summary>So many addresses a room may have.</summary>
    public const int MostAddresses = 10;
}

/// <summary>An address to which mails go.</summary>
/// <param name="Address">As it was typed.</param>
/// <param name="State">Whether it gets them.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Problem">Why the newest mail to it was not taken, in the mail server's words; null: it was.</param>
/// <param name="ProblemAt">When that was.</param>
[GenerateSerializer, Immutable, Alias("Mihari.NotifiedAddress")]
public sealed record NotifiedAddress(
    [property: Id(0)] string Address,
    [property: Id(1)] AddressState State,
    [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] string? Problem,
    [property: Id(4)] DateTimeOffset? ProblemAt)
{
    /// <summary>For how long who has said no is not asked again.</summary>
    public static readonly TimeSpan NotAskedAgain = TimeSpan.FromDays(7);
}

/// <summary>Whether an address gets mails.</summary>
public enum AddressState
{
    /// <summary>It was sent a link that was not followed yet; it gets nothing else.</summary>
    Asked = 1,

    /// <summary>Its owner has said yes.</summary>
    Confirmed = 2,

    /// <summary>Its owner has said no, or stopped it later; it gets nothing.</summary>
    Declined = 3,

    /// <summary>The link was not followed in time; it can be sent anew.</summary>
    Lapsed = 4,
}
