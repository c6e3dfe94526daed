using Mihari.Accounts;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Troubles;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>Of what is told whom (manual 3).</summary>
internal static class NotificationsApi
{
    private const int LargestPage = 200;

    public static void MapNotificationsApi(this RouteGroupBuilder v1)
    {
        var room = v1.MapGroup("/rooms/{room}/notifications").WithTags("Notifications");
        room.MapGet("", Get).RequireAuthorization(nameof(Permission.ConfigureNotifications))
            .As("getNotificationSettings", "Shows of what a room tells whom", StatusCodes.Status404NotFound).Produces<NotificationSettingsView>();
        room.MapPut("/mail", SetMail).RequireAuthorization(nameof(Permission.ConfigureMail))
            .As("setMailRecipients", "Sets to whom a room's mails go", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Taking().Produces<NotificationSettingsView>()
            .WithDescription("At most 10 addresses. One that is new to the customer is sent a link, and nothing else until that has been followed.");
        room.MapPut("/type", SetType).RequireAuthorization(nameof(Permission.ConfigureNotifications))
            .As("setNotificationType", "Sets of what a room tells", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Taking().Produces<NotificationSettingsView>();
        room.MapGet("/history", History).RequireAuthorization(nameof(Permission.ConfigureNotifications))
            .As("listToldNotices", "Lists what was told of a room, to whom, and what became of it", StatusCodes.Status404NotFound).Produces<ToldPageView>();

        var building = v1.MapGroup("/buildings/{building}/notifications").WithTags("Notifications");
        building.MapGet("", GetAll).RequireAuthorization(nameof(Permission.ConfigureNotifications))
            .As("listNotificationSettings", "Lists of what the rooms of a building tell whom", StatusCodes.Status404NotFound).Produces<NotificationSettingsListView>();
        building.MapPut("/mail", SetAllMail).RequireAuthorization(nameof(Permission.ConfigureMail))
            .As("setAllMailRecipients", "Sets to whom the mails of all rooms go; what each room has is overwritten", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Produces<NotificationSettingsListView>();
        building.MapPut("/type", SetAllTypes).RequireAuthorization(nameof(Permission.ConfigureNotifications))
            .As("setAllNotificationTypes", "Sets of what all rooms tell; what each room has is overwritten", StatusCodes.Status404NotFound).Taking().Produces<NotificationSettingsListView>();
    }

    private static async Task<NotificationSettingsView> Get(string room, HttpContext context, IGrainFactory grains) =>
        NotificationSettingsView.Of(await Room(room, grains).Get(context.ToCaller()));

    private static async Task<NotificationSettingsView> SetMail(string room, MailRecipientsRequest request, HttpContext context, IGrainFactory grains)
    {
        await Room(room, grains).SetMail(context.ToCaller(), [.. Addresses(request)], Inputs.Text("language", request.Language), request.Was);
        return await Get(room, context, grains);
    }

    private static async Task<NotificationSettingsView> SetType(string room, NotificationTypeRequest request, HttpContext context, IGrainFactory grains)
    {
        await Room(room, grains).SetType(context.ToCaller(), Inputs.Value("type", request.Type), request.Was);
        return await Get(room, context, grains);
    }

    private static async Task<ToldPageView> History(string room, HttpContext context, IGrainFactory grains, string? limit = null, string? continuation = null)
    {
        var history = grains.GetGrain<INotificationHistory>(Inputs.Room(room).Value);
        var page = await history.Read(context.ToCaller(), Inputs.Limit("limit", limit, LargestPage, 50), string.IsNullOrEmpty(continuation) ? null : continuation);
        return new ToldPageView([.. page.Notices.Select(ToldNoticeView.Of)], page.Continuation);
    }

    private static async Task<NotificationSettingsListView> GetAll(string building, HttpContext context, IGrainFactory grains) =>
        new([.. (await Building(building, grains).Get(context.ToCaller())).Select(NotificationSettingsView.Of)]);

    private static async Task<NotificationSettingsListView> SetAllMail(string building, AllMailRecipientsRequest request, HttpContext context, IGrainFactory grains)
    {
        var addresses = Addresses(new MailRecipientsRequest(request.Addresses, request.Language, null));
        await Building(building, grains).SetMail(context.ToCaller(), [.. addresses], Inputs.Text("language", request.Language));
        return await GetAll(building, context, grains);
    }

    private static async Task<NotificationSettingsListView> SetAllTypes(string building, AllNotificationTypesRequest request, HttpContext context, IGrainFactory grains)
    {
        await Building(building, grains).SetType(context.ToCaller(), Inputs.Value("type", request.Type));
        return await GetAll(building, context, grains);
    }

    private static IReadOnlyList<string> Addresses(MailRecipientsRequest request) => Inputs.List("addresses", request.Addresses, NotificationSettings.MostAddresses);

    private static INotificationSettings Room(string room, IGrainFactory grains) => grains.GetGrain<INotificationSettings>(Inputs.Room(room).Value);

    private static IBuildingNotifications Building(string building, IGrainFactory grains) => grains.GetGrain<IBuildingNotifications>(Inputs.Building(building).Value);
}

/// <summary>To whom a room's mails go.</summary>
/// <param name="Addresses">At most 10; none: nobody is mailed.</param>
/// <param name="Language">Of the mails: ja or en.</param>
/// <param name="Was">The revision that the change was made from; without it whatever there is is overwritten.</param>
public sealed record MailRecipientsRequest(IReadOnlyList<string> Addresses, string Language, int? Was);

/// <summary>To whom the mails of all rooms go.</summary>
/// <param name="Addresses">At most 10; none: nobody is mailed.</param>
/// <param name="Language">Of the mails: ja or en.</param>
public sealed record AllMailRecipientsRequest(IReadOnlyList<string> Addresses, string Language);

/// <summary>Of what a room tells.</summary>
/// <param name="Type">none; all; troubles: troubles only, and not their end; captures: recordings only; capturesAndTroubles: recordings, troubles and their end.</param>
/// <param name="Was">The revision that the change was made from; without it whatever there is is overwritten.</param>
public sealed record NotificationTypeRequest(NotificationType? Type, int? Was);

/// <summary>Of what all rooms tell.</summary>
/// <param name="Type">As of one room.</param>
public sealed record AllNotificationTypesRequest(NotificationType? Type);

/// <summary>The settings of the rooms of a building.</summary>
/// <param name="Rooms">In the building's order.</param>
public sealed record NotificationSettingsListView(IReadOnlyList<NotificationSettingsView> Rooms);

/// <summary>Of what a room tells whom.</summary>
/// <param name="Room">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Of what: none; all; troubles; captures; capturesAndTroubles. Phones are told of everything, but with none.</param>
/// <param name="Language">Of the mails: ja or en.</param>
/// <param name="Addresses">To whom the mails go.</param>
/// <param name="Revision">Goes up with every change.</param>
public sealed record NotificationSettingsView(string Room, string Name, NotificationType Type, string Language, IReadOnlyList<NotifiedAddressView> Addresses, int Revision)
{
    internal static NotificationSettingsView Of(NotificationSettings of) => new(
        of.Room.Value, of.Name, of.Type, of.Language, [.. of.Addresses.Select(a => new NotifiedAddressView(a.Address, a.State, a.Since, a.Problem, a.ProblemAt))], of.Revision);
}

/// <summary>An address to which mails go.</summary>
/// <param name="Address">Which.</param>
/// <param name="State">asked: it was sent a link and gets nothing else; confirmed: it gets mails; declined: its owner does not want them; lapsed: the link was not followed in time.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Problem">Why the newest mail to it was refused, in the mail server's words.</param>
/// <param name="ProblemAt">When that was.</param>
public sealed record NotifiedAddressView(string Address, AddressState State, DateTimeOffset Since, string? Problem, DateTimeOffset? ProblemAt);

/// <summary>A page of what was told.</summary>
/// <param name="Notices">The newest first; on the first page those that still wait come before all others.</param>
/// <param name="Continuation">For the next page; null on the last.</param>
public sealed record ToldPageView(IReadOnlyList<ToldNoticeView> Notices, string? Continuation);

/// <summary>Something that was told.</summary>
/// <param name="Id">Of the notice; the same in webhooks.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What: troubleRaised, troubleEnded, detected, captured, digest or question.</param>
/// <param name="Device">What the device was called.</param>
/// <param name="Trouble">Of a trouble: which.</param>
/// <param name="Cause">Of a detection or a recording: what caused it.</param>
/// <param name="Camera">Of a recording: whose.</param>
/// <param name="Clip">Of a recording: which.</param>
/// <param name="Count">Of a digest: how many.</param>
/// <param name="Letters">To whom, and what became of each.</param>
public sealed record ToldNoticeView(
    string Id, DateTimeOffset At, ToldKind Kind, string Device, TroubleKind? Trouble, ClipCauseView? Cause, string? Camera, string? Clip, int Count, IReadOnlyList<ToldLetterView> Letters)
{
    internal static ToldNoticeView Of(ToldNotice of) => new(
        of.Id, of.At, of.Kind, of.Device, of.Trouble, of.Cause is { } cause ? ClipCauseView.Of(cause) : null, of.Camera?.Value, of.Clip?.Value, of.Count,
        [.. of.Letters.Select(l => new ToldLetterView(l.Channel, l.To, l.State, l.At, l.Attempts, l.Words))]);
}

/// <summary>A message to one receiver.</summary>
/// <param name="Channel">mail, push or webhook.</param>
/// <param name="To">The address; for the others what the receiver is called.</param>
/// <param name="State">waiting; sent; refused: for good; parked: it could not be handed on for a day; dropped: it was not wanted any more; superseded: the trouble came again before its end was told; counted: it is told with the count of the hour.</param>
/// <param name="At">When that was.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Words">The other side's words, of what it did not take.</param>
public sealed record ToldLetterView(Channel Channel, string To, LetterState State, DateTimeOffset At, int Attempts, string? Words);
