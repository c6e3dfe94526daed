using Microsoft.AspNetCore.Identity;

namespace Mihari.Grains.Accounts;

/// <summary>Hashes and checks passwords off the grain's turn: one costs tens of milliseconds of a core, on purpose.</summary>
internal sealed class Passwords
{
    private static readonly object NoUser = new();
    private readonly PasswordHasher<object> _hasher = new();
    private readonly string _nobodys;

    public Passwords() => _nobodys = _hasher.HashPassword(NoUser, Guid.NewGuid().ToString());

    public Task<string> Hash(string password) => Task.Run(() => _hasher.HashPassword(NoUser, password));

    /// <summary>Whether the password is the one; with no hash to compare to, the same work is done for a no.</summary>
    public Task<bool> Verify(string? hash, string password) => Task.Run(() =>
        _hasher.VerifyHashedPassword(NoUser, hash ?? _nobodys, password) != PasswordVerificationResult.Failed && hash is not null);
}
