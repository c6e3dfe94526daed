using System.Collections.Immutable;
using System.Globalization;
using Mihari.Grains.Capture;
using Mihari.Grains.Recordings;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Recordings;
using Mihari.Sensors;
using Mihari.Troubles;

namespace Mihari.Grains.Notifications;

/// <summary>What a mail is written from, besides what it tells.</summary>
/// <param name="Portal">The portal's address.</param>
/// <param name="Building">What the building is called.</param>
/// <param name="Room">What the room is called; empty where it is about all of the building.</param>
/// <param name="Customer">What the customer is called.</param>
/// <param name="Stop">What the link carries by which its owner stops the mails.</param>
/// <param name="HasPicture">Whether the picture of a recording is there.</param>
/// <param name="HasVideo">Whether its video is there; a mail that was delayed for long may come after it was let go.</param>
/// <param name="AttachesVideo">Whether it comes with the mail.</param>
/// <param name="IsListed">Whether the portal lists recordings for the customer, and plays this one.</param>
/// <param name="Recorded">Of the end of a trouble: what the card holds of the time in between; null where there is no card.</param>
/// <param name="Limit">How many detections an hour are told one by one.</param>
/// <param name="IsOfHub">Whether the device is a hub.</param>
internal sealed record MailFacts(
    Uri Portal, string Building, string Room, string Customer, string Stop, bool HasPicture = false, bool HasVideo = true, bool AttachesVideo = false, bool IsListed = true,
    RecordedSpan? Recorded = null, int Limit = 0, bool IsOfHub = false);

/// <summary>Writes mails (manual, chapter 3); without side effects.</summary>
internal static class MailWriter
{
    private const string Red = "#c62828";
    private const string Green = "#2e7d32";
    private const string Blue = "#1f5fbf";
    private const string PictureName = "moment.jpg";

    public static Mail Write(OutboxItem item, string to, MailFacts facts, NotificationTexts texts) => item switch
    {
        { Digest: { } digest } => Digest(item, digest, to, facts, texts),
        { Notice: { Kind: NoticeKind.TroubleRaised } notice } => Raised(item, notice, to, facts, texts),
        { Notice: { Kind: NoticeKind.TroubleEnded } notice } => Ended(item, notice, to, facts, texts),
        { Notice: { Kind: NoticeKind.Detected } notice } => Detected(item, notice, to, facts, texts),
        { Notice: { } notice } => Captured(item, notice, to, facts, texts),
        _ => throw new ArgumentException("nothing to write of", nameof(item)),
    };

    public static Mail Ask(OutboxItem item, AddressQuestion question, string customer, Uri portal, NotificationTexts texts)
    {
        var document = new MailDocument
        {
            Language = texts.Language,
            Label = customer,
            Color = Blue,
            Title = texts["QuestionTitle"],
            Paragraphs = [texts["QuestionLead", customer]],
            Button = new MailLink(texts["QuestionButton"], PortalLinks.Consent(portal, question.Customer, question.Token)),
            Notes = [texts["QuestionUntil", texts.Moment(question.At + AddressRules.Asked)]],
            From = customer,
        };
        return New(item, question.Address, $"{document.Title} – {customer}", document, []);
    }

    private static Mail Raised(OutboxItem item, Notice notice, string to, MailFacts facts, NotificationTexts texts)
    {
        var trouble = notice.Trouble!;
        var document = About(item, notice, facts, texts) with
        {
            Color = Red,
            Paragraphs = [texts["Help_" + trouble.Kind, trouble.Cameras]],
            Button = new MailLink(texts["OpenPortal"], NoticeWords.Page(item, facts.Portal, facts.IsListed, facts.IsOfHub)),
        };
        return New(item, to, Subject(item, facts, texts), With(document, new MailFact(texts["From"], texts.Moment(trouble.Away ?? trouble.Since))), []);
    }

    private static Mail Ended(OutboxItem item, Notice notice, string to, MailFacts facts, NotificationTexts texts)
    {
        var trouble = notice.Trouble!;
        var from = trouble.Away ?? trouble.Since;
        var card = facts.Recorded is { } recorded ? RecordingAccount.Of(recorded, from, notice.At) : default;
        var document = About(item, notice, facts, texts) with
        {
            Color = Green,
            Button = notice.Device is { } device && card.MayBePlayed
                ? new MailLink(texts["PlayRecorded"], PortalLinks.Recorded(facts.Portal, notice.Place, device, from))
                : new MailLink(texts["OpenPortal"], NoticeWords.Page(item, facts.Portal, facts.IsListed, facts.IsOfHub)),
        };
        document = With(
            document,
            [
                new MailFact(texts["From"], texts.Moment(from)),
                new MailFact(texts["Until"], texts.Moment(notice.At)),
                new MailFact(texts["Lasted"], texts.Duration(notice.At - from)),
                .. Card(card, texts),
            ]);
        return New(item, to, Subject(item, facts, texts), document, []);
    }

    private static Mail Detected(OutboxItem item, Notice notice, string to, MailFacts facts, NotificationTexts texts)
    {
        var cause = notice.Detection!;
        var document = About(item, notice, facts, texts) with
        {
            Button = new MailLink(texts["OpenPortal"], NoticeWords.Page(item, facts.Portal, facts.IsListed, facts.IsOfHub)),
        };
        document = With(document, new MailFact(texts["Sensor"], cause.Names.Sensor), new MailFact(texts["At"], texts.Moment(notice.At)));
        return New(item, to, Subject(item, facts, texts), document, []);
    }

    private static Mail Digest(OutboxItem item, DetectionDigest digest, string to, MailFacts facts, NotificationTexts texts)
    {
        var document = About(item, digest.Newest, facts, texts) with
        {
            Paragraphs = [texts["DigestHelp", facts.Limit]],
            Facts =
            [
                new MailFact(texts["Building"], facts.Building),
                new MailFact(texts["Room"], facts.Room),
                new MailFact(texts["At"], $"{texts.Moment(digest.From)} – {texts.Clock(item.At)}"),
            ],
            Button = new MailLink(texts["OpenPortal"], NoticeWords.Page(item, facts.Portal, facts.IsListed, facts.IsOfHub)),
        };
        return New(item, to, Subject(item, facts, texts), document, []);
    }

    private static Mail Captured(OutboxItem item, Notice notice, string to, MailFacts facts, NotificationTexts texts)
    {
        var clip = notice.Clip!;
        var camera = notice.Device!.Value;
        ImmutableArray<MailPart> parts =
        [
            .. facts.HasPicture ? [new MailPart(CaptureIds.Key(camera, clip.Id, ClipPart.Thumbnail), PictureName, "image/jpeg", IsInline: true)] : ImmutableArray<MailPart>.Empty,
            .. facts.AttachesVideo ? [new MailPart(CaptureIds.Key(camera, clip.Id, ClipPart.Video), FileName(camera, clip, texts), "video/mp4", IsInline: false)] : ImmutableArray<MailPart>.Empty,
        ];
        var size = (clip.Bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
        var document = About(item, notice, facts, texts) with
        {
            Paragraphs =
            [
                .. facts.HasVideo ? [facts.AttachesVideo ? texts["Attached"] : texts[facts.IsListed ? "TooLarge" : "TooLargeUnlisted", size]] : ImmutableArray<string>.Empty,
                .. clip.IsRecovered ? [texts["RecoveredClip"]] : ImmutableArray<string>.Empty,
            ],
            Picture = facts.HasPicture ? (PictureName, texts["ImageAlt"]) : null,
            Button = new MailLink(texts[facts.IsListed ? "PlayClip" : "OpenPortal"], NoticeWords.Page(item, facts.Portal, facts.IsListed, facts.IsOfHub)),
        };
        document = With(
            document,
            [
                new MailFact(texts["At"], texts.Moment(clip.TriggeredAt)),
                new MailFact(texts["Span"], $"{texts.Clock(clip.From)} – {texts.Clock(clip.To)} ({texts.Duration(clip.To - clip.From)})"),
                .. clip.Because is { } because ? [new MailFact(texts["Because"], Because(because, texts))] : ImmutableArray<MailFact>.Empty,
            ]);
        return New(item, to, Subject(item, facts, texts), document, parts);
    }

    /// <summary>Why it was recorded.</summary>
    private static string Because(ClipCause cause, NotificationTexts texts)
    {
        var why = texts[cause.Kind == SensorEventKind.Open ? "BecauseOpen" : "BecauseMotion", cause.Names.Room, cause.Names.Device, cause.Names.Sensor];
        return cause is { RuleSetAt: { } at, RuleSetBy: { } by } ? texts["ByRule", why, by, texts.Moment(at)] : why;
    }

    /// <summary>What became of the recording in the time of a trouble: parts that make up all of it, and only those that there are.</summary>
    private static IEnumerable<MailFact> Card(RecordingAccount card, NotificationTexts texts)
    {
        if (card.Recorded > TimeSpan.Zero)
            yield return new MailFact(texts["CardKept"], texts.Duration(card.Recorded));
        if (card.NotRecorded > TimeSpan.Zero)
            yield return new MailFact(texts["CardLost"], texts.Duration(card.NotRecorded));
        if (card.Gone > TimeSpan.Zero)
            yield return new MailFact(texts["CardGone"], texts.Duration(card.Gone));
        if (card.Expected > TimeSpan.Zero)
            yield return new MailFact(texts["CardOpen"], texts[card.IsClosing ? "CardClosing" : "CardPending", texts.Duration(card.Expected)]);
    }

    private static MailDocument About(OutboxItem item, Notice notice, MailFacts facts, NotificationTexts texts) => new()
    {
        Language = item.Language,
        Label = NoticeWords.Label(item, texts),
        Color = Blue,
        Title = NoticeWords.Title(item, texts),
        Facts =
        [
            new MailFact(texts["Building"], facts.Building),
            .. facts.Room.Length > 0 ? [new MailFact(texts["Room"], facts.Room)] : ImmutableArray<MailFact>.Empty,
            .. notice.Device is null ? ImmutableArray<MailFact>.Empty : [new MailFact(texts["Device"], notice.Name)],
        ],
        Notes = [texts["Why", facts.Customer, facts.Room.Length > 0 ? $"{facts.Building} {facts.Room}" : facts.Building]],
        Stop = new MailLink(texts["StopHere"], PortalLinks.Consent(facts.Portal, notice.Place.Customer, facts.Stop)),
        From = facts.Customer,
    };

    private static MailDocument With(MailDocument document, params ImmutableArray<MailFact> facts) => document with { Facts = document.Facts.AddRange(facts) };

    private static string Subject(OutboxItem item, MailFacts facts, NotificationTexts texts) => NoticeWords.Subject(item, facts.Building, facts.Room, texts);

    /// <summary>By the camera and the moment of the trigger, as the mail's text has it.</summary>
    private static string FileName(DeviceId camera, ClipNotice clip, NotificationTexts texts) =>
        string.Create(CultureInfo.InvariantCulture, $"{camera}-{texts.Local(clip.TriggeredAt):yyyyMMdd-HHmmss}.mp4");

    private static Mail New(OutboxItem item, string to, string subject, MailDocument document, ImmutableArray<MailPart> parts) =>
        new(NoticeIds.Of("mail", item.Id, AddressRules.Key(to)), to, item.At, subject, document.ToText(), document.ToHtml(), parts, Stop: document.Stop?.Address);
}
