using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Web.Accounts;

/// <summary>What became of a token that a request carried.</summary>
/// <param name="Caller">On whose behalf it acts; null where it is refused.</param>
/// <param name="IsTooMany">Refused without a look, after too many wrong ones from the same address.</param>
internal readonly record struct TokenAnswer(Caller? Caller, bool IsTooMany = false);

/// <summary>
/// Finds who acts with a personal access token. An answer is believed for 5 s, so that a revoked token stops within that; wrong ones
/// are never remembered, but counted by network address. Neither token nor secret is kept: only the secret's hash.
/// </summary>
internal sealed class TokenCallers : IDisposable
{
    /// <summary>For how long an answer is believed.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private const string Prefix = "mihari";
    private const int LongestPart = 128;
    private const int Capacity = 10_000;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Credential, (Caller Caller, long At)> _known = new();
    private readonly PartitionedRateLimiter<string> _wrong;

    public TokenCallers(IGrainFactory grains, TimeProvider time, IOptions<SignInOptions> options)
    {
        (_grains, _time) = (grains, time);
        _wrong = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetSlidingWindowLimiter(
            address,
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = options.Value.AttemptsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
    }

    public async Task<TokenAnswer> Find(string bearer, string address)
    {
        if (Parse(bearer) is not { } credential)
            return Wrong(address);

        var isKnown = _known.TryGetValue(credential, out var known);
        if (isKnown && _time.GetElapsedTime(known.At) < Freshness)
            return new TokenAnswer(known.Caller);

        // Whoever had a good one a moment ago is looked up again, however many wrong ones a neighbour behind the same address sends.
        if (!isKnown && !_wrong.AttemptAcquire(address, 0).IsAcquired)
            return new TokenAnswer(null, IsTooMany: true);

        var asked = _time.GetTimestamp();
        var hash = ImmutableArray.Create(Convert.FromHexString(credential.SecretHash));
        var caller = await _grains.GetGrain<IAccountTokens>(credential.Account).FindCaller(credential.Token, hash);
        if (caller is null)
        {
            _known.TryRemove(credential, out _);
            return Wrong(address);
        }

        if (_known.Count >= Capacity)
            Forget();

        _known[credential] = (caller, asked);
        return new TokenAnswer(caller);
    }

    /// <summary>A token was revoked on this node: it stops at once.</summary>
    public void Revoked(AccountId account, string token)
    {
        foreach (var credential in _known.Keys.Where(known => known.Account == account.Value && known.Token == token))
            _known.TryRemove(credential, out _);
    }

    public void Dispose() => _wrong.Dispose();

    private static Credential? Parse(string bearer)
    {
        if (bearer.Length > 4 * LongestPart || bearer.Split('_') is not [Prefix, var account, var token, var secret])
            return null;

        return IsPart(account) && IsPart(token) && IsPart(secret)
            ? new Credential(account, token, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))))
            : null;
    }

    private static bool IsPart(string text) => text.Length is > 0 and <= LongestPart && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private TokenAnswer Wrong(string address) => new(null, IsTooMany: !_wrong.AttemptAcquire(address).IsAcquired);

    private void Forget()
    {
        foreach (var (credential, answer) in _known)
        {
            if (_time.GetElapsedTime(answer.At) >= Freshness)
                _known.TryRemove(credential, out _);
        }
    }

    private readonly record struct Credential(string Account, string Token, string SecretHash);
}
