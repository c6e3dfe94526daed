using System.Collections.Concurrent;
using System.Security.Claims;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Web.Accounts;

/// <summary>Whether sessions still stand. Answers are kept for 5 s, so that a page with forty pictures asks once.</summary>
internal sealed class SessionStamps(IGrainFactory grains, TimeProvider time)
{
    /// <summary>For how long an answer is believed.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private const int Capacity = 10_000;
    private readonly ConcurrentDictionary<(AccountId Account, string Stamp), (bool Current, long At)> _known = new();

    /// <summary>False for a principal without a session, too.</summary>
    public async ValueTask<bool> IsCurrent(ClaimsPrincipal? principal)
    {
        if (!principal.TryGetSession(out var session))
            return false;

        var key = (session.Caller.Account, session.SecurityStamp);
        if (_known.TryGetValue(key, out var known) && time.GetElapsedTime(known.At) < Freshness)
            return known.Current;

        var asked = time.GetTimestamp();
        var current = await grains.GetGrain<IAccountGrain>(key.Account.Value).IsCurrent(key.SecurityStamp);
        if (_known.Count >= Capacity)
            Forget();

        _known[key] = (current, asked);
        return current;
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
