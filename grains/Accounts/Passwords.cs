using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Mihari.Grains.Accounts;

/// <summary>Hashes and checks passwords off the grain's turn: one costs tens of milliseconds of a core, on purpose.</summary>
internal sealed class Passwords
{
    /// <summary>Letters and digits that nobody takes for one another when reading them out over the telephone.</summary>
    private const string Legible = "abcdefghijkmnpqrstuvwxyz23456789";

    private static readonly object NoUser = new();
    private readonly PasswordHasher<object> _hasher;
    private readonly string _nobodys;

    public Passwords(IOptions<PasswordOptions> options)
    {
        _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.Iterations }));
        _nobodys = _hasher.HashPassword(NoUser, Guid.NewGuid().ToString());
    }

    /// <summary>A random one of 80 bits, to be given to somebody: four groups of four.</summary>
    public static string Issue() => string.Join('-', Enumerable.Range(0, 4).Select(static _ => RandomNumberGenerator.GetString(Legible, 4)));

    public Task<string> Hash(string password) => Task.Run(() => _hasher.HashPassword(NoUser, password));

    /// <summary>Whether the password is the one; with no hash to compare to, the same work is done for a no.</summary>
    public Task<PasswordCheck> Check(string? hash, string password) => Task.Run(() =>
        _hasher.VerifyHashedPassword(NoUser, hash ?? _nobodys, password) switch
        {
            PasswordVerificationResult.Failed => PasswordCheck.Wrong,
            _ when hash is null => PasswordCheck.Wrong,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordCheck.RightOfOldHash,
            _ => PasswordCheck.Right,
        });
}

/// <summary>How a check ended.</summary>
internal enum PasswordCheck
{
    Wrong,
    Right,

    /// <summary>Right, but its hash is cheaper to attack than those of today.</summary>
    RightOfOldHash,
}
