using System.Collections.Immutable;
using Mihari.Refusals;

namespace Mihari.Grains.Accounts;

/// <summary>Which sessions of an account stand. A session that stands costs nothing: only those that were ended are remembered.</summary>
internal static class SessionEnds
{
    /// <summary>More ended sessions than these are not remembered one by one.</summary>
    public const int Most = 1000;

    /// <summary>A session's length is 7 days at most; the day more is for clocks that differ.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(8);

    private const int LongestId = 64;

    public static bool IsCurrent(AccountState account, string securityStamp, string session) =>
        account.Exists
        && string.Equals(account.SecurityStamp, securityStamp, StringComparison.Ordinal)
        && session.Length is > 0 and <= LongestId
        && !account.EndedSessions.ContainsKey(session);

    /// <summary>The account after a session was ended; the same object where it was ended before.</summary>
    /// <exception cref="InvalidInputException">That is no session's id.</exception>
    public static AccountState After(AccountState account, string session, DateTimeOffset until, DateTimeOffset now, string nextStamp)
    {
        if (session.Length is 0 or > LongestId)
            throw new InvalidInputException("session", "is no session's id");

        var end = until < now + Longest ? until : now + Longest;
        if (end <= now || (account.EndedSessions.TryGetValue(session, out var known) && known >= end))
            return account;

        var ended = account.EndedSessions.RemoveRange(account.EndedSessions.Where(e => e.Value <= now).Select(e => e.Key)).SetItem(session, end);
        return ended.Count <= Most ? account with { EndedSessions = ended } : AfterAll(account, nextStamp);
    }

    /// <summary>The account after all its sessions were ended: none that was opened under the old stamp needs to be remembered.</summary>
    public static AccountState AfterAll(AccountState account, string nextStamp) =>
        account with { SecurityStamp = nextStamp, EndedSessions = ImmutableDictionary<string, DateTimeOffset>.Empty };
}
