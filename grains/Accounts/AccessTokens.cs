using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;
using Mihari.Refusals;

namespace Mihari.Grains.Accounts;

/// <summary>The personal access tokens of an account. Ids and secrets are hexadecimal digits, so that an underscore parts them.</summary>
internal static class AccessTokens
{
    public const int Most = 50;

    private const int RevokedRemembered = 100;
    private const int SecretBytes = 32;

    /// <summary>The account with one more token, and what is shown of it once.</summary>
    /// <exception cref="InvalidInputException">A value breaks a rule.</exception>
    /// <exception cref="ConflictException">There are as many as there may be.</exception>
    public static (AccountState Next, IssuedToken Issued) Add(AccountState state, string account, NewToken wanted, DateTimeOffset now)
    {
        var name = InputRules.Name(wanted.Name, "name", 1, 64);
        if (!Enum.IsDefined(wanted.Role) || wanted.Role > state.Role)
            throw new InvalidInputException("role", "must not be above the account's own", InputProblem.Choice);

        if (wanted.Expires <= now || wanted.Expires > now.AddYears(1))
            throw new InvalidInputException("expires", "must be within a year from now", InputProblem.Range, "0-365");

        if (state.Tokens.Length >= Most)
            throw new ConflictException("tokens", $"there are {Most} already", Clash.Full, Most.ToString(CultureInfo.InvariantCulture));

        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var token = new AccessToken(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), name, wanted.Role, now, wanted.Expires, Hash(secret));
        return (state with { Tokens = state.Tokens.Add(token) }, new IssuedToken(Info(token), $"mihari_{account}_{token.Id}_{secret}"));
    }

    /// <summary>The account without the token; the same object where it was revoked before.</summary>
    /// <exception cref="UnknownIdException">There is none and there was none.</exception>
    public static AccountState Revoke(AccountState state, string token)
    {
        var found = state.Tokens.FirstOrDefault(t => t.Id == token);
        if (found is null)
            return state.RevokedTokens.Contains(token) ? state : throw new UnknownIdException("token", token);

        return state with
        {
            Tokens = state.Tokens.Remove(found),
            RevokedTokens = [token, .. state.RevokedTokens.Take(RevokedRemembered - 1)],
        };
    }

    /// <summary>The role with which a token acts now; null where it does not stand.</summary>
    public static Role? RoleOf(AccountState state, string token, ImmutableArray<byte> secretHash, DateTimeOffset now)
    {
        var found = state.Tokens.FirstOrDefault(t => t.Id == token);
        var known = Convert.FromHexString(found?.SecretHash ?? new string('0', 2 * SHA256.HashSizeInBytes));
        var right = !secretHash.IsDefault && CryptographicOperations.FixedTimeEquals(known, secretHash.AsSpan());
        return right && found is not null && found.Expires > now && state is { Exists: true, MustChangePassword: false }
            ? (Role)Math.Min((int)found.Role, (int)state.Role)
            : null;
    }

    /// <summary>Without their secrets, newest first.</summary>
    public static ImmutableArray<TokenInfo> List(AccountState state) => [.. state.Tokens.Reverse().Select(Info)];

    private static TokenInfo Info(AccessToken token) => new(token.Id, token.Name, token.Role, token.Created, token.Expires);

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
