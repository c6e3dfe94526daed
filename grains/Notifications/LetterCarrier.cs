using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Grains.Accounts;
using Mihari.Grains.Buildings;
using Mihari.Grains.Capture;
using Mihari.Grains.Cameras;
using Mihari.Grains.Customers;
using Mihari.Grains.Recordings;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Notifications;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Troubles;
using Microsoft.Extensions.Options;

namespace Mihari.Grains.Notifications;

/// <summary>Writes a message as its turn has come, with what is known by then, and hands it on.</summary>
internal sealed class LetterCarrier(
    IGrainFactory grains, IMailTransport mails, IPushTransport pushes, IWebhookTransport hooks, IMediaStore media, IUploadAddress portal, IOptions<NotificationOptions> options, TimeProvider time)
{
    /// <summary>What a browser that is away hears of when it comes back.</summary>
    private static readonly TimeSpan KeepPush = TimeSpan.FromHours(12);

    private NotificationOptions Options => options.Value;

    /// <summary>How long handing one mail on takes at most.</summary>
    public TimeSpan LongestMail => mails.Longest;

    /// <summary>How it ended; null: the addressee does not want it any more, and it was not sent.</summary>
    public async Task<Delivery?> Send(OutboxItem item, Letter letter, WantedNow wanted) => (item.Question, letter.To.Channel) switch
    {
        ({ } question, _) => await Ask(item, question),
        _ when !await wanted.IsWanted(item, letter.To) => null,
        (_, Channel.Push) => await Push(item, letter.To.To),
        (_, Channel.Webhook) => await Call(item, letter.To.To),
        _ => await Mail(item, letter.To.To),
    };

    /// <summary>What became of a message that is not tried any more.</summary>
    public Task Settled(OutboxItem item, Letter letter) => item.Question is { } question && letter.State == LetterState.Parked
        ? grains.GetGrain<IAddressBook>(question.Customer.Value).Delivered(question.Address, letter.Words ?? "")
        : Task.CompletedTask;

    private async Task<Delivery?> Mail(OutboxItem item, string to)
    {
        var notice = About(item);
        var book = grains.GetGrain<IAddressBook>(notice.Place.Customer.Value);
        if (await book.FindStop(to) is not { } stop)
            return null;

        var facts = await Facts(item, notice, stop);
        var delivery = await Hand(item, to, facts);

        // What one server takes another one doesn't: it is the same mail, and says where the video is instead.
        if (delivery.Outcome == DeliveryOutcome.TooLarge && facts.AttachesVideo)
            delivery = await Hand(item, to, facts with { AttachesVideo = false });

        await Note(book, to, delivery);
        return delivery;
    }

    private Task<Delivery> Hand(OutboxItem item, string to, MailFacts facts) => mails.Send(MailWriter.Write(item, to, facts, Texts(item.Language)), CancellationToken.None);

    /// <summary>Whether an address can be reached is known of it wherever it is set. A mailbox that is full says that a mail is too large.</summary>
    private static Task Note(IAddressBook book, string address, Delivery delivery) => delivery.Outcome switch
    {
        DeliveryOutcome.Sent => book.Delivered(address, null),
        DeliveryOutcome.Refused or DeliveryOutcome.TooLarge => book.Delivered(address, delivery.Words ?? ""),
        _ => Task.CompletedTask,
    };

    private async Task<Delivery?> Push(OutboxItem item, string device)
    {
        var receivers = grains.GetGrain<IReceivers>(About(item).Place.Customer.Value);
        if (await receivers.FindDevice(device) is not { } to)
        {
            // Its account was deleted, and nobody else could take it from the list.
            await receivers.Forget(device);
            return null;
        }

        var (building, room) = await Names(item);
        var keys = await grains.GetGrain<IPushKeyring>(IPushKeyring.Key).Get();
        var payload = MessageBodies.Push(item, building, room, await Page(item), Texts(to.Language));
        var delivery = await pushes.Send(
            new PushMessage(to.Subscription, keys, payload, item.Id, KeepPush, item.Notice?.Kind == NoticeKind.TroubleRaised), CancellationToken.None);
        if (delivery.Outcome == DeliveryOutcome.Gone)
            await receivers.Forget(device);

        return delivery;
    }

    private async Task<Delivery?> Call(OutboxItem item, string id)
    {
        var receivers = grains.GetGrain<IReceivers>(About(item).Place.Customer.Value);
        if (await receivers.FindHook(id) is not { } hook)
            return null;

        var (building, room) = await Names(item);
        var call = new WebhookCall(
            NoticeIds.Of("webhook", item.Id, id), new Uri(hook.Url), ReceiverRules.Secrets(hook, time.GetUtcNow()), MessageBodies.Webhook(item, building, room, await Page(item)));
        var delivery = await hooks.Send(call, CancellationToken.None);
        await receivers.Called(id, delivery.Outcome == DeliveryOutcome.Sent ? null : delivery.Words ?? delivery.Outcome.ToString());
        return delivery;
    }

    private static Notice About(OutboxItem item) => item.Notice ?? item.Digest!.Newest;

    private NotificationTexts Texts(string language) => new(language, TimeZoneInfo.FindSystemTimeZoneById(Options.TimeZone));

    private async Task<Delivery?> Ask(OutboxItem item, AddressQuestion question)
    {
        // Who asked again meanwhile has another link.
        var book = grains.GetGrain<IAddressConsent>(question.Customer.Value);
        if (await book.Find(question.Token) is not { State: AddressState.Asked } consent)
            return null;

        var delivery = await mails.Send(MailWriter.Ask(item, question, consent.Customer, portal.Base, Texts(item.Language)), CancellationToken.None);
        await Note(grains.GetGrain<IAddressBook>(question.Customer.Value), question.Address, delivery);
        return delivery;
    }

    /// <summary>What building and room are called now; the room is empty where it is about all of the building, or was deleted.</summary>
    private async Task<(string Building, string Room)> Names(OutboxItem item)
    {
        var notice = About(item);
        var building = grains.GetGrain<IBuildingReports>(notice.Place.Building.Value);
        var room = await building.FindRoom(notice.Place.Room);
        return (room?.Building ?? (await building.GetSummary())?.Name ?? "", notice.Device is null ? "" : room?.Name ?? "");
    }

    /// <summary>Without the cloud option the portal plays no event recording, and no message may promise it.</summary>
    private async Task<bool> IsListed(OutboxItem item) =>
        item.Notice is not { Kind: NoticeKind.Captured } notice || await grains.GetGrain<ICustomerRecord>(notice.Place.Customer.Value).GetPlan() == ServicePlan.Cloud;

    private async Task<Uri> Page(OutboxItem item) => NoticeWords.Page(item, portal.Base, await IsListed(item), await IsOfHub(item));

    /// <summary>The portal has a page of each camera, and none of a hub. A detection doesn't say of which it is: its sensor doesn't know.</summary>
    private async Task<bool> IsOfHub(OutboxItem item) => item.Notice switch
    {
        { Trouble: { } trouble } => trouble.IsHub,
        { Kind: NoticeKind.Detected, Device: { } device } => (await grains.GetGrain<ICameraUpkeep>(device.Value).GetStatus()).Kind == DeviceKind.Hub,
        _ => false,
    };

    private async Task<MailFacts> Facts(OutboxItem item, Notice notice, string stop)
    {
        var (building, room) = await Names(item);
        var customer = await grains.GetGrain<ICustomerRecord>(notice.Place.Customer.Value).GetName();
        var facts = new MailFacts(portal.Base, building, room, customer, stop, Limit: Options.DetectionsPerHour, IsOfHub: await IsOfHub(item));
        return item.Notice switch
        {
            { Kind: NoticeKind.Captured, Clip: { } clip, Device: { } camera } => await Recording(facts, item, clip, camera),
            { Kind: NoticeKind.TroubleEnded, Trouble: { } trouble, Device: { } camera } => facts with { Recorded = await Recorded(camera, trouble, notice.At) },
            _ => facts,
        };
    }

    private async Task<MailFacts> Recording(MailFacts facts, OutboxItem item, ClipNotice clip, DeviceId camera)
    {
        var hasVideo = await media.Find(CaptureIds.Key(camera, clip.Id, ClipPart.Video), CancellationToken.None) is not null;
        return facts with
        {
            HasPicture = await media.Find(CaptureIds.Key(camera, clip.Id, ClipPart.Thumbnail), CancellationToken.None) is not null,
            HasVideo = hasVideo,
            IsListed = await IsListed(item),
            AttachesVideo = hasVideo && clip.Bytes <= (long)Options.LargestAttachmentMiB << 20,
        };
    }

    private async Task<RecordedSpan?> Recorded(DeviceId camera, TroubleNotice trouble, DateTimeOffset ended)
    {
        try
        {
            var from = trouble.Away ?? trouble.Since;
            var (longest, now) = (TimeSpan.FromDays(11), time.GetUtcNow());
            var status = await grains.GetGrain<ICameraUpkeep>(camera.Value).GetStatus();
            if (status.Kind != DeviceKind.Camera)
                return null;

            // To the present: whether something later was announced tells whether the camera has said all of that time.
            from -= RecordingAccount.Around;
            return await grains.GetGrain<ICameraGrain>(camera.Value).GetRecordings(Access.Server, now - from > longest ? now - longest : from, now > ended ? now : ended);
        }
        catch (RefusalException)
        {
            return null; // It stands elsewhere meanwhile.
        }
    }
}
