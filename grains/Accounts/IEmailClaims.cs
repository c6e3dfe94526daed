using Mihari.Identifiers;

namespace Mihari.Grains.Accounts;

/// <summary>How an account claims its address; key: the address in lower case.</summary>
[Alias("Mihari.IEmailClaims")]
internal interface IEmailClaims : IGrainWithStringKey
{
    /// <summary>
    /// Gives the address to an account; false where another has it. Whether that one still does, it is asked: a claim that was
    /// never used, because its account stopped in between, blocks nobody.
    /// </summary>
    [Alias("Claim")]
    Task<bool> Claim(AccountId account);

    /// <summary>
    /// The holder may have given it up: it is asked, and forgotten if so. Not waited for, since the holder is who calls; a call that
    /// is lost leaves what the next claim puts right.
    /// </summary>
    [Alias("Recheck"), Orleans.Concurrency.OneWay]
    Task Recheck();
}
