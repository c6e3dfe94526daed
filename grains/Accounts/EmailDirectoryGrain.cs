using Mihari.Accounts;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Orleans.Runtime;

namespace Mihari.Grains.Accounts;

/// <summary>One e-mail address and the account that signs in with it.</summary>
internal sealed class EmailDirectoryGrain([PersistentState("email")] IPersistentState<EmailDirectoryState> store)
    : StatefulGrain<EmailDirectoryState>(store), IEmailDirectoryGrain, IEmailClaims
{
    public Task<AccountId?> Find() => Task.FromResult(State.Account);

    public async Task<bool> Claim(AccountId account)
    {
        if (State.Account is { } owner)
        {
            return owner == account;
        }

        await Commit(State with { Account = account });
        return true;
    }
}
