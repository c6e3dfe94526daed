using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;

namespace Mihari.Tests.Web.Hosts;

/// <summary>The tokens of one account: the one that stands is <see cref="Good"/>, until it is revoked.</summary>
public sealed class FakeTokens(Caller owner) : IAccountTokens
{
    public const string Good = "mihari_t1_k1_" + Secret;
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private int _asked;

    public bool IsRevoked { get; set; }

    /// <summary>How often a token was looked up.</summary>
    public int Asked => _asked;

    public Task<ImmutableArray<TokenInfo>> GetTokens(Caller by) => Task.FromResult(ImmutableArray<TokenInfo>.Empty);

    public Task<IssuedToken> CreateToken(Caller by, NewToken token) => throw new NotSupportedException();

    public Task RevokeToken(Caller by, string token)
    {
        IsRevoked = true;
        return Task.CompletedTask;
    }

    public Task<Caller?> FindCaller(string token, ImmutableArray<byte> secretHash)
    {
        Interlocked.Increment(ref _asked);
        var stands = !IsRevoked && token == "k1" && secretHash.AsSpan().SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));
        return Task.FromResult(stands ? owner : null);
    }
}
