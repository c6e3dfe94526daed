using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Accounts;

/// <summary>The personal access tokens of an account, for the REST API; key: the account's id.</summary>
[Alias("Mihari.IAccountTokens")]
public interface IAccountTokens : IGrainWithStringKey
{
    /// <summary>The account's tokens, newest first, expired ones included until they are revoked.</summary>
    [Alias("GetTokens"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<TokenInfo>> GetTokens(Caller by);

    /// <summary>Makes a token. Its secret is in the answer and nowhere else: only a hash is kept.</summary>
    /// <exception cref="Refusals.InvalidInputException">The name is not 1 to 64 characters, the expiry not within a year, or the role above the account's.</exception>
    /// <exception cref="Refusals.ConflictException">The account has 50 tokens already.</exception>
    [Alias("CreateToken")]
    Task<IssuedToken> CreateToken(Caller by, NewToken token);

    /// <summary>Revokes a token; repeating it changes nothing.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such token.</exception>
    [Alias("RevokeToken")]
    Task RevokeToken(Caller by, string token);

    /// <summary>The account on whose behalf a token acts, with the lower role of the two; null where it does not stand (any more).</summary>
    /// <param name="token">The token's id.</param>
    /// <param name="secretHash">SHA-256 of the secret as it stands in the credential, in UTF-8; 32 bytes.</param>
    [Alias("FindCaller"), Orleans.Concurrency.AlwaysInterleave]
    Task<Caller?> FindCaller(string token, ImmutableArray<byte> secretHash);
}

/// <summary>A token to be made.</summary>
/// <param name="Name">What it is for; 1 to 64 characters.</param>
/// <param name="Role">What it may do; not above the account's role.</param>
/// <param name="Expires">From when on it is refused; within a year.</param>
[GenerateSerializer, Immutable, Alias("Mihari.NewToken")]
public sealed record NewToken(
    [property: Id(0)] string Name,
    [property: Id(1)] Role Role,
    [property: Id(2)] DateTimeOffset Expires);

/// <summary>A token without its secret.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.TokenInfo")]
public sealed record TokenInfo(
    [property: Id(0)] string Token,
    [property: Id(1)] string Name,
    [property: Id(2)] Role Role,
    [property: Id(3)] DateTimeOffset Created,
    [property: Id(4)] DateTimeOffset Expires);

/// <summary>A token that was just made.</summary>
/// <param name="Info">As it is listed.</param>
/// <param name="Bearer">The whole credential, <c>mihari_{account}_{token}_{secret}</c>; shown once. Ids and secret have no underscore.</param>
[GenerateSerializer, Immutable, Alias("Mihari.IssuedToken")]
public sealed record IssuedToken(
    [property: Id(0)] TokenInfo Info,
    [property: Id(1)] string Bearer)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"IssuedToken({Info.Token})";
}
