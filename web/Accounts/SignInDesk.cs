using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;

namespace Mihari.Web.Accounts;

/// <summary>Checks an e-mail address and a password. An address that nobody has costs the same work as a wrong password.</summary>
internal sealed class SignInDesk(IGrainFactory grains)
{
    private const int LongestAddress = 254;
    private const int LongestPassword = 256;

    public async Task<SignInResult> SignIn(string email, string password, Origin from)
    {
        var address = email.Trim().ToLowerInvariant();
        if (address.Length is 0 or > LongestAddress || password.Length is 0 or > LongestPassword)
            return new SignInResult(SignInOutcome.Rejected, null, null);

        var account = await grains.GetGrain<IEmailDirectoryGrain>(address).Find();
        return await grains.GetGrain<IAccountGrain>(account?.Value ?? Nobody(address)).SignIn(new SignInAttempt(address, password, from));
    }

    /// <summary>An account that does not exist, one an address, so that such attempts don't queue behind each other either.</summary>
    private static string Nobody(string address) =>
        "nobody-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, 12));
}
