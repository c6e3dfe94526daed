using System.Collections.Concurrent;
using System.Security.Claims;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Web.Accounts;

/// <summary>What tells one session from all others.</summary>
internal readonly record struct SessionKey(AccountId Account, string Stamp, string Session)
{
    public static SessionKey Of(SessionGrant session) => new(session.Caller.Account, session.SecurityStamp, session.Session);

    /// <summary>Without stamp and session.</summary>
    public override string ToString() => $"SessionKey({Account})";
}

/// <summary>
/// Whether sessions still stand. Answers are kept for 3 s, which with what a question takes stays below the 5 s that a session may outlive its end, so that a page with forty pictures asks once; a session that is
/// ended on this node is known to be over at once.
/// </summary>
internal sealed class SessionStamps(IGrainFactory grains, TimeProvider time)
{
    /// <summary>For how long an answer is believed.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(3);

    private const int Capacity = 10_000;
    private readonly ConcurrentDictionary<SessionKey, (bool Current, long At)> _known = new();

    /// <summary>False for a principal without a session, too.</summary>
    public async ValueTask<bool> IsCurrent(ClaimsPrincipal? principal)
    {
        if (!principal.TryGetSession(out var session))
            return false;

        var key = SessionKey.Of(session);
        return _known.TryGetValue(key, out var known) && time.GetElapsedTime(known.At) < Freshness ? known.Current : await Ask(key);
    }

    /// <summary>What the account says now.</summary>
    public async Task<bool> Ask(SessionKey session)
    {
        var asked = time.GetTimestamp();
        var current = await grains.GetGrain<IAccountGrain>(session.Account.Value).IsCurrent(session.Stamp, session.Session);
        return Know(session, current, asked);
    }

    /// <summary>The account has ended the session.</summary>
    public void End(SessionKey session) => Know(session, current: false, time.GetTimestamp());

    /// <summary>The account has ended all of its sessions.</summary>
    public void EndAll(AccountId account)
    {
        foreach (var session in _known.Keys.Where(session => session.Account == account))
            End(session);
    }

    /// <summary>An answer that was asked for before what is known became so is not news: the session may have ended in between.</summary>
    private bool Know(SessionKey session, bool current, long asked)
    {
        if (_known.Count >= Capacity)
            Forget();

        return _known.AddOrUpdate(
            session, static (_, news) => news, static (_, known, news) => known.At >= news.At && !known.Current ? known : news, (Current: current, At: asked)).Current;
    }

    private void Forget()
    {
        foreach (var (key, answer) in _known)
        {
            if (time.GetElapsedTime(answer.At) >= Freshness)
                _known.TryRemove(key, out _);
        }
    }
}
