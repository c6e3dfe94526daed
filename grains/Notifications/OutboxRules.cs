using System.Collections.Immutable;
using Mihari.Notifications;

namespace Mihari.Grains.Notifications;

/// <summary>What becomes of what is to be sent; without side effects, and the same object where nothing changes.</summary>
internal static class OutboxRules
{
    /// <summary>A device resends the few events that were on their way when its connection broke.</summary>
    private const int KnownIds = 100;

    /// <summary>
    /// So many messages wait for one browser or system; what comes beyond that is not sent, and says why. A busy room tells a system of 100 to 150
    /// detections and recordings an hour: one that is away for an hour loses nothing, and one that is away for a day doesn't fill the outbox alone.
    /// </summary>
    public const int MostWaiting = 200;

    /// <summary>So many things wait in all, but for troubles.</summary>
    public const int MostItems = 500;

    /// <summary>So many attempts of a channel at a time: one that takes its time must not hold up the others.</summary>
    private const int AtOnce = 4;

    /// <summary>What belongs to an attempt besides handing the message on: asking who it is for and what to write, and browsers' and systems' own 10 s.</summary>
    private static readonly TimeSpan Writing = TimeSpan.FromMinutes(2);

    /// <summary>A mail that is too large is handed on once more, smaller, within the same attempt.</summary>
    private const int MailsAnAttempt = 2;

    private const int KnownTold = 100;
    private const string TooMany = "too many messages wait for it already";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(30);

    public static bool Knows(OutboxState outbox, string id) => outbox.Items.Any(i => i.Id == id) || outbox.Told.Contains(id) || outbox.Hour?.Ids.Contains(id) is true;

    /// <summary>A notice came; of detections only so many an hour are told one by one, but to customers' own systems all.</summary>
    public static OutboxState Put(OutboxState outbox, Notice notice, string language, ImmutableArray<Addressee> to, DateTimeOffset now, NotificationOptions options)
    {
        if (to.IsEmpty || Knows(outbox, notice.Id))
            return outbox;

        if (notice.Kind != NoticeKind.Detected)
            return Add(SupersededEnds.GiveWay(outbox, notice, now), SupersededEnds.Check(outbox, Item(notice, language, to, now, Wait(notice, options)), now));

        var next = Closed(outbox, now);
        var hour = next.Hour is { } running ? running with { Language = language, To = Limited(to) } : new DetectionHour(now, 0, 0, [], notice, language, Limited(to));
        if (hour.Told < options.DetectionsPerHour)
            return Add(next with { Hour = hour with { Told = hour.Told + 1 } }, Item(notice, language, to, now, TimeSpan.Zero));

        next = next with { Hour = hour with { Counted = hour.Counted + 1, Ids = [.. hour.Ids.TakeLast(KnownIds - 1), notice.Id], Newest = notice } };
        var others = to.RemoveRange(Limited(to));
        var item = Item(notice, language, to, now, TimeSpan.Zero);
        return others.IsEmpty ? next : Add(next, item with { Letters = [.. item.Letters.Select(l => others.Contains(l.To) ? l : l with { State = LetterState.Counted, Tried = now })] });
    }

    /// <summary>An address is asked.</summary>
    public static OutboxState Ask(OutboxState outbox, AddressQuestion question, DateTimeOffset now) => Knows(outbox, question.Id) ? outbox : Add(outbox, new OutboxItem
    {
        Id = question.Id,
        At = question.At,
        Taken = now,
        Language = question.Language,
        Question = question,
        Letters = [new Letter(new Addressee(Channel.Mail, question.Address)) { Due = now }],
    });

    /// <summary>An hour that is over is told as a count, where there is one.</summary>
    public static OutboxState Closed(OutboxState outbox, DateTimeOffset now)
    {
        if (outbox.Hour is not { } hour || hour.From + Hour > now)
            return outbox;

        var next = outbox with { Hour = null };
        return hour.Counted == 0 || hour.To.IsEmpty ? next : Add(next, new OutboxItem
        {
            Id = NoticeIds.Of("digest", hour.Newest.Place.Room.Value, NoticeIds.Moment(hour.From)),
            At = NoticeIds.Rounded(hour.From + Hour),
            Taken = now,
            Language = hour.Language,
            Digest = new DetectionDigest(hour.Newest, hour.From, hour.Counted),
            Letters = Letters(hour.To, now),
        });
    }

    /// <summary>How long an attempt may take before another one may be made elsewhere.</summary>
    /// <param name="channel">By which way.</param>
    /// <param name="mail">How long handing one mail on takes at most.</param>
    public static TimeSpan Lease(Channel channel, TimeSpan mail) => channel == Channel.Mail ? Writing + (MailsAnAttempt * mail) : Writing;

    /// <summary>These are being tried from now on, on a silo: nobody else tries them before the attempt can only have failed.</summary>
    public static OutboxState Begun(OutboxState outbox, ImmutableArray<Due> due, string silo, TimeSpan mail, DateTimeOffset now)
    {
        var next = outbox;
        foreach (var (id, to) in due)
        {
            if (next.Items.FirstOrDefault(i => i.Id == id) is { } item && item.Letters.FirstOrDefault(l => l.To == to) is { State: LetterState.Waiting } letter)
                next = Replace(next, item, letter, SupersededEnds.GivesWay(item, to) ? SupersededEnds.Supersede(letter, now) : letter with { Holder = silo, Due = now + Lease(to.Channel, mail) });
        }

        return next;
    }

    /// <summary>An attempt ended. Null: the addressee did not want it any more. One that could not be reached is left alone for a while with all that waits for it.</summary>
    public static OutboxState Tried(OutboxState outbox, string id, Addressee to, Delivery? delivery, DateTimeOffset now, NotificationOptions options)
    {
        if (outbox.Items.FirstOrDefault(i => i.Id == id) is not { } item || item.Letters.FirstOrDefault(l => l.To == to) is not { State: LetterState.Waiting } letter)
            return outbox;

        var tried = letter with { Holder = null };
        var after = delivery is null ? tried with { State = LetterState.Dropped, Tried = now, Words = null } : After(item, tried, delivery, now, options);
        var next = Replace(outbox, item, letter, after);
        return after.State == LetterState.Waiting ? Later(next, to, after.Due) : next;
    }

    /// <summary>Without what is settled and known to the timeline.</summary>
    public static OutboxState Without(OutboxState outbox, IReadOnlySet<string> indexed)
    {
        var gone = outbox.Items.Where(i => i.IsSettled && indexed.Contains(i.Id)).Select(i => i.Id).ToArray();
        return gone.Length == 0 ? outbox : outbox with
        {
            Items = outbox.Items.RemoveAll(i => gone.Contains(i.Id)),
            Told = [.. outbox.Told.Concat(gone).TakeLast(KnownTold)],
        };
    }

    /// <summary>What may be tried now, the oldest first; also what a silo was trying that is gone.</summary>
    public static IEnumerable<Due> Due(OutboxState outbox, Func<string, bool> isAlive, DateTimeOffset now) =>
        from item in outbox.Items
        from letter in item.Letters
        where letter.State == LetterState.Waiting && (letter.Due <= now || (letter.Holder is { } holder && !isAlive(holder)))
        select new Due(item.Id, letter.To);

    /// <summary>Those that may be tried beside what runs: of each channel a few, and to a browser or a system one after the other.</summary>
    public static ImmutableArray<Due> Choose(OutboxState outbox, IEnumerable<Due> running, Func<string, bool> isAlive, DateTimeOffset now)
    {
        var taken = running.ToHashSet();
        var chosen = ImmutableArray.CreateBuilder<Due>();
        foreach (var due in Due(outbox, isAlive, now))
        {
            var channel = due.To.Channel;
            if (!taken.Contains(due) && taken.Count(r => r.To.Channel == channel) < AtOnce && (channel == Channel.Mail || taken.All(r => r.To != due.To)))
            {
                taken.Add(due);
                chosen.Add(due);
            }
        }

        return chosen.ToImmutable();
    }

    /// <summary>When there is something to do next; null: nothing.</summary>
    public static DateTimeOffset? NextDue(OutboxState outbox, Func<string, bool> isAlive, DateTimeOffset now)
    {
        var due = outbox.Items.SelectMany(i => i.Letters).Where(l => l.State == LetterState.Waiting)
            .Select(l => (DateTimeOffset?)(l.Holder is { } holder && !isAlive(holder) ? now : l.Due)).Min();
        var hour = outbox.Hour is { Counted: > 0 } running ? running.From + Hour : (DateTimeOffset?)null;
        return due is null || hour < due ? hour ?? due : due;
    }

    private static Letter After(OutboxItem item, Letter letter, Delivery delivery, DateTimeOffset now, NotificationOptions options)
    {
        var tried = letter with { Attempts = letter.Attempts + 1, Tried = now, Words = delivery.Words };
        return delivery.Outcome switch
        {
            DeliveryOutcome.Sent => tried with { State = LetterState.Sent },
            DeliveryOutcome.Refused or DeliveryOutcome.Gone or DeliveryOutcome.TooLarge => tried with { State = LetterState.Refused },
            _ when SupersededEnds.GivesWay(item, letter.To) => SupersededEnds.Supersede(tried, now),
            _ when item.Taken + options.TryFor <= now => tried with { State = LetterState.Parked },
            _ => tried with { Due = now + Pause(letter.Attempts) },
        };
    }

    private static TimeSpan Pause(int attempts)
    {
        var pause = FirstRetry * Math.Pow(2, Math.Min(attempts, 10));
        return pause < LongestRetry ? pause : LongestRetry;
    }

    /// <summary>A device that was away tells by and by what it has recorded meanwhile.</summary>
    private static TimeSpan Wait(Notice notice, NotificationOptions options) =>
        notice is { Kind: NoticeKind.TroubleEnded, Trouble.Away: not null } ? options.RecoveryDelay : TimeSpan.Zero;

    private static ImmutableArray<Addressee> Limited(ImmutableArray<Addressee> to) => to.RemoveAll(a => a.Channel == Channel.Webhook);

    private static OutboxItem Item(Notice notice, string language, ImmutableArray<Addressee> to, DateTimeOffset now, TimeSpan wait) => new()
    {
        Id = notice.Id,
        At = notice.At,
        Taken = now,
        Language = language,
        Notice = notice,
        Letters = Letters(to, now + wait),
    };

    private static ImmutableArray<Letter> Letters(ImmutableArray<Addressee> to, DateTimeOffset due) => [.. to.Select(a => new Letter(a) { Due = due })];

    /// <summary>With the item, of which those letters are parked at once for whose receivers too many wait.</summary>
    private static OutboxState Add(OutboxState outbox, OutboxItem item)
    {
        var isFull = outbox.Items.Length >= MostItems && item.Notice is { Kind: NoticeKind.Detected or NoticeKind.Captured };
        var letters = item.Letters.Select(letter => letter.State == LetterState.Waiting && (isFull || (letter.To.Channel != Channel.Mail && Waiting(outbox, letter.To) >= MostWaiting))
            ? letter with { State = LetterState.Parked, Tried = item.Taken, Words = TooMany }
            : letter);
        return outbox with { Items = outbox.Items.Add(item with { Letters = [.. letters] }) };
    }

    private static int Waiting(OutboxState outbox, Addressee to) => outbox.Items.Count(i => i.Letters.Any(l => l.To == to && l.State == LetterState.Waiting));

    private static OutboxState Later(OutboxState outbox, Addressee to, DateTimeOffset due) => outbox with
    {
        Items = [.. outbox.Items.Select(item => item.Letters.Any(l => l.To == to && l is { State: LetterState.Waiting, Holder: null } && l.Due < due)
            ? item with { Letters = [.. item.Letters.Select(l => l.To == to && l is { State: LetterState.Waiting, Holder: null } && l.Due < due ? l with { Due = due } : l)] }
            : item)],
    };

    private static OutboxState Replace(OutboxState outbox, OutboxItem item, Letter letter, Letter next) =>
        outbox with { Items = outbox.Items.Replace(item, item with { Letters = item.Letters.Replace(letter, next) }) };
}
