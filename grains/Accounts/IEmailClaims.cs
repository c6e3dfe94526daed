using Mihari.Identifiers;

namespace Mihari.Grains.Accounts;

/// <summary>How an account claims its address; key: the address in lower case.</summary>
[Alias("Mihari.IEmailClaims")]
internal interface IEmailClaims : IGrainWithStringKey
{
    /// <summary>Gives the address to an account; false where another has it.</summary>
    [Alias("Claim")]
    Task<bool> Claim(AccountId account);
}
