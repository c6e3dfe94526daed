using System.Collections.Immutable;
using System.Globalization;
using Mihari.Grains.Media;
using Mihari.Notifications;
using Mihari.Refusals;

namespace Mihari.Grains.Notifications;

/// <summary>Which addresses may be written to, as their owners say (manual, chapter 3); without side effects.</summary>
internal static class AddressRules
{
    /// <summary>How long the link of a question is good.</summary>
    public static readonly TimeSpan Asked = TimeSpan.FromDays(7);

    /// <summary>Between two questions to one address.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>So many questions may be open at a time: nobody shall use the server to write to strangers.</summary>
    public const int MostAsked = 200;

    /// <summary>So many addresses a customer may have in all.</summary>
    public const int Most = 2_000;

    /// <summary>What two spellings of an address have in common.</summary>
    public static string Key(string address) => address.Trim().ToLowerInvariant();

    public static AddressEntry? Find(AddressBookState book, string address) => book.Entries.FirstOrDefault(e => Key(e.Address) == Key(address));

    /// <summary>The entry of a token, and whether the token is that of a question; null: there is none whose time is not over.</summary>
    public static (AddressEntry Entry, bool IsQuestion)? FindToken(AddressBookState book, string token, DateTimeOffset now)
    {
        (AddressEntry, bool)? found = null;
        foreach (var entry in book.Entries)
        {
            // All of them, so that the time it takes says nothing.
            if (entry.Question is { } question && MediaTokens.AreSame(question, token) && entry.AskedAt + Asked > now)
                found = (entry, true);
            if (MediaTokens.AreSame(entry.Stop, token))
                found = (entry, false);
        }

        return found;
    }

    /// <summary>The address as it stands now.</summary>
    public static AddressState State(AddressEntry entry, DateTimeOffset now) =>
        entry.State == AddressState.Asked && entry.AskedAt + Asked <= now ? AddressState.Lapsed : entry.State;

    /// <summary>The book with all of the addresses in it; new ones, and those that were asked too long ago, are asked.</summary>
    /// <exception cref="ConflictException">Too many of the customer's addresses have not been confirmed yet, or it has too many.</exception>
    public static AddressBookState Add(AddressBookState book, ImmutableArray<string> addresses, string language, DateTimeOffset now, Func<string> newToken)
    {
        var next = book;
        foreach (var address in addresses)
        {
            if (Find(next, address) is not { } known)
                next = next with { Entries = next.Entries.Add(New(address, language, now, newToken)) };
            else if (State(known, now) == AddressState.Lapsed)
                next = Replace(next, known, Ask(known, language, now, newToken));
        }

        if (ReferenceEquals(next, book))
            return book;

        if (next.Entries.Count(e => State(e, now) == AddressState.Asked) > MostAsked)
            throw Full(MostAsked, "of the customer's addresses wait to be confirmed already");

        next = WithoutLapsed(next, now);
        return next.Entries.Length <= Most ? next : throw Full(Most, "addresses are the most that a customer may have");
    }

    /// <summary>Where there are too many, without those that have waited the longest since they did not answer.</summary>
    private static AddressBookState WithoutLapsed(AddressBookState book, DateTimeOffset now)
    {
        var gone = book.Entries.Where(e => State(e, now) == AddressState.Lapsed).OrderBy(e => e.AskedAt).Take(Math.Max(0, book.Entries.Length - Most)).ToArray();
        return gone.Length == 0 ? book : book with { Entries = book.Entries.RemoveRange(gone) };
    }

    /// <summary>The address is asked once more.</summary>
    /// <exception cref="UnknownIdException">There is no such address, or it need not be asked.</exception>
    /// <exception cref="ConflictException">It was asked a moment ago.</exception>
    public static AddressBookState AskAgain(AddressBookState book, string address, string language, DateTimeOffset now, Func<string> newToken)
    {
        if (Find(book, address) is not { } entry || entry.State == AddressState.Confirmed)
            throw new UnknownIdException("address", address);

        // Who has said no is not asked again soon.
        if (entry.State == AddressState.Declined && entry.Since + NotifiedAddress.NotAskedAgain > now)
            throw new UnknownIdException("address", address);

        if (entry.AskedAt + Pause > now)
            throw new ConflictException("address", "was sent a link a moment ago", Clash.TooSoon, ((int)Pause.TotalMinutes).ToString(CultureInfo.InvariantCulture));

        return Replace(book, entry, Ask(entry, language, now, newToken));
    }

    /// <summary>Its owner has answered. A yes ends the question, a no too; the link by which mails are stopped can't be used to ask for them.</summary>
    public static AddressBookState? Answered(AddressBookState book, string token, bool wanted, DateTimeOffset now)
    {
        if (FindToken(book, token, now) is not { } found || (wanted && !found.IsQuestion))
            return null;

        var state = wanted ? AddressState.Confirmed : AddressState.Declined;
        return found.Entry.State == state ? book : Replace(book, found.Entry, found.Entry with { State = state, Since = now });
    }

    /// <summary>A mail to it was taken (null), or refused with these words.</summary>
    public static AddressBookState Delivered(AddressBookState book, string address, string? problem, DateTimeOffset now)
    {
        if (Find(book, address) is not { } entry || entry.Problem == problem)
            return book;

        return Replace(book, entry, entry with { Problem = problem, ProblemAt = problem is null ? null : now });
    }

    private static AddressEntry New(string address, string language, DateTimeOffset now, Func<string> newToken) => new()
    {
        Address = address,
        State = AddressState.Asked,
        Since = now,
        Language = language,
        Question = newToken(),
        AskedAt = now,
        Stop = newToken(),
    };

    private static AddressEntry Ask(AddressEntry entry, string language, DateTimeOffset now, Func<string> newToken) =>
        entry with { State = AddressState.Asked, Since = now, Language = language, Question = newToken(), AskedAt = now, Problem = null, ProblemAt = null };

    private static AddressBookState Replace(AddressBookState book, AddressEntry old, AddressEntry next) => book with { Entries = book.Entries.Replace(old, next) };

    private static ConflictException Full(int most, string what) =>
        new("addresses", $"{most} {what}", Clash.Full, most.ToString(CultureInfo.InvariantCulture));
}
