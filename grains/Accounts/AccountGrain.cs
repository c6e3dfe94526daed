using System.Security.Cryptography;
using Mihari.Accounts;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Refusals;
using Orleans.Runtime;

namespace Mihari.Grains.Accounts;

/// <summary>One account: its profile, its password and its lock.</summary>
internal sealed class AccountGrain(
    [PersistentState("account")] IPersistentState<AccountState> store,
    Passwords passwords,
    TimeProvider time) : StatefulGrain<AccountState>(store), IAccountGrain
{
    /// <summary>The tries at an account that does not exist: it locks like any other, so that a lock tells nothing, but in memory only.</summary>
    private AccountState _nobody = new();

    private AccountId Id => new(this.GetPrimaryKeyString());

    private AccountState Tried => State.Exists ? State : _nobody;

    public async Task Create(Caller by, NewAccount account)
    {
        // Roles above those of an ordinary account are the provider's to give (manual 1.2).
        if (account.Role is Role.Administrator or Role.Support || account.Customer is null)
        {
            Access.Demand(by, Permission.UseSupportDesk);
        }
        else
        {
            Access.Demand(by, Permission.ManageAccounts, account.Customer, "account", Id.Value);
        }

        var name = InputRules.Name(account.Name, "name", 1, 64);
        var email = InputRules.Email(account.Email, "email");
        var password = InputRules.Password(account.Password, "password");
        if (State.Exists)
        {
            var same = State.Customer == account.Customer && State.Role == account.Role
                && string.Equals(State.Email, email, StringComparison.OrdinalIgnoreCase);
            if (!same)
            {
                throw new ConflictException("account", "exists with other values");
            }

            return;
        }

        var claims = GrainFactory.GetGrain<IEmailClaims>(email.ToLowerInvariant());
        if (!await claims.Claim(Id))
        {
            throw new ConflictException("email", "is another account's address");
        }

        await Commit(State with
        {
            Exists = true,
            Customer = account.Customer,
            Name = name,
            Email = email,
            Role = account.Role,
            PasswordHash = await passwords.Hash(password),
            SecurityStamp = NewSecret(),
        });
    }

    public async Task<SignInResult> SignIn(string password)
    {
        var now = time.GetUtcNow();
        if (LockOut.LockedUntil(Tried, now) is { } until)
        {
            return new SignInResult(SignInOutcome.Locked, null, until);
        }

        if (!await passwords.Verify(State.Exists ? State.PasswordHash : null, password))
        {
            await Count(LockOut.AfterWrong(Tried, now));
            return LockOut.LockedUntil(Tried, now) is { } locked
                ? new SignInResult(SignInOutcome.Locked, null, locked)
                : new SignInResult(SignInOutcome.Rejected, null, null);
        }

        await Commit(LockOut.AfterRight(State));
        var caller = new Caller(Id, State.Customer, State.Role);
        return new SignInResult(SignInOutcome.SignedIn, new SessionGrant(caller, State.Name, State.SecurityStamp, NewSecret()), null);
    }

    public Task<bool> IsCurrent(string securityStamp, string session) => Task.FromResult(SessionEnds.IsCurrent(State, securityStamp, session));

    public Task EndSession(Caller by, string session, DateTimeOffset until)
    {
        CheckSelf(by);
        return Commit(SessionEnds.After(State, session, until, time.GetUtcNow(), NewSecret()));
    }

    public Task EndAllSessions(Caller by)
    {
        CheckSelf(by);
        return Commit(SessionEnds.AfterAll(State, NewSecret()));
    }

    public Task<AccountProfile> GetProfile(Caller by)
    {
        CheckSelf(by);
        return Task.FromResult(new AccountProfile(Id, State.Customer, State.Name, State.Email, State.Role));
    }

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private void CheckSelf(Caller by)
    {
        if (!State.Exists || by.Account != Id)
            throw new UnknownIdException("account", Id.Value);
    }

    private Task Count(AccountState tried)
    {
        if (State.Exists)
        {
            return Commit(tried);
        }

        _nobody = tried;
        DelayDeactivation(LockOut.Duration);
        return Task.CompletedTask;
    }
}
