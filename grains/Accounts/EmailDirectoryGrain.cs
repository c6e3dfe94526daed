using Mihari.Accounts;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Orleans.Runtime;

namespace Mihari.Grains.Accounts;

/// <summary>One e-mail address and the account that signs in with it. The account is the truth; this leads to it.</summary>
internal sealed class EmailDirectoryGrain([PersistentState("email")] IPersistentState<EmailDirectoryState> store)
    : StatefulGrain<EmailDirectoryState>(store), IEmailDirectoryGrain, IEmailClaims
{
    public Task<AccountId?> Find() => Task.FromResult(State.Account);

    public async Task<bool> Claim(AccountId account)
    {
        if (State.Account == account)
            return true;

        if (await IsHeld())
            return false;

        await Commit(State with { Account = account });
        return true;
    }

    public async Task Recheck()
    {
        if (State.Account is not null && !await IsHeld())
            await Commit(State with { Account = null });
    }

    private async Task<bool> IsHeld() =>
        State.Account is { } holder && await GrainFactory.GetGrain<IAccountUpkeep>(holder.Value).Holds(this.GetPrimaryKeyString());
}
