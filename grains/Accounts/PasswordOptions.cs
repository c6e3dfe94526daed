using System.ComponentModel.DataAnnotations;

namespace Mihari.Grains.Accounts;

/// <summary>How passwords are kept (section <c>Passwords</c>).</summary>
public sealed class PasswordOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Passwords";

    /// <summary>
    /// Rounds of PBKDF2 with HMAC-SHA-512 in a password's hash; 100,000 to 10,000,000, default 210,000. A check should cost 50 ms
    /// or more of one core and leave a sign-in under 300 ms. A hash with fewer is renewed at the account's next sign-in.
    /// </summary>
    [Range(100_000, 10_000_000)]
    public int Iterations { get; set; } = 210_000;
}
