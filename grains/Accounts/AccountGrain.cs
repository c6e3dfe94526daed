using System.Collections.Immutable;
using System.Security.Cryptography;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Grains.Audit;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Timeline;
using Orleans.Runtime;

namespace Mihari.Grains.Accounts;

/// <summary>One account: its profile, its password and its lock.</summary>
internal sealed class AccountGrain(
    [PersistentState("account")] IPersistentState<AccountState> store,
    Passwords passwords,
    ITimeline timeline,
    TimeProvider time) : AuditedGrain<AccountState>(store, timeline), IAccountGrain
{
    /// <summary>The tries at an account that does not exist: it locks like any other, so that a lock tells nothing, but in memory only.</summary>
    private AccountState _nobody = new();

    private AccountId Id => new(this.GetPrimaryKeyString());

    /// <summary>Until then a try during the lock is in the audit trail: one stands for all of its minute, so that a flood of them writes next to nothing.</summary>
    private DateTimeOffset _told;

    public async Task Create(Caller by, NewAccount account)
    {
        // A customer's own administrator adds accounts to the customer's list, which has rules of its own.
        Access.Demand(by, Permission.UseSupportDesk);
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
            Revision = 1,
            PasswordHash = await passwords.Hash(password),
            MustChangePassword = account.IsIssued,
            SecurityStamp = NewSecret(),
        });
    }

    public Task<SignInResult> SignIn(SignInAttempt attempt) =>
        Check(attempt.Password, attempt.From, IsOurs(attempt.Email), right => Enter(right, attempt.Password, attempt.From));

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

    /// <summary>The directory may lead here with an address that was given up a moment ago: for that one there is nobody here.</summary>
    private bool IsOurs(string email) => State.Exists && string.Equals(State.Email, email.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Looks at a password, as often as the lock allows. What is no account of ours costs the same and locks the same, but in memory only.
    /// </summary>
    private async Task<SignInResult> Check(string password, Origin? from, bool ours, Func<PasswordCheck, Task<SignInResult>> whenRight)
    {
        var now = time.GetUtcNow();
        var tried = ours ? State : _nobody;
        if (LockOut.LockedUntil(tried, now) is { } until)
        {
            if (ours && now >= _told)
            {
                _told = now + TimeSpan.FromMinutes(1);
                await Commit(State, Line(AuditAction.SignInRefused, from));
            }

            return new SignInResult(SignInOutcome.Locked, null, until);
        }

        var result = await passwords.Check(ours ? State.PasswordHash : null, password);
        if (result != PasswordCheck.Wrong)
            return await whenRight(result);

        tried = LockOut.AfterWrong(tried, now);
        var locked = LockOut.LockedUntil(tried, now);
        if (ours)
        {
            await Commit(tried, Line(locked is null ? AuditAction.SignInRefused : AuditAction.AccountLocked, from));
        }
        else
        {
            _nobody = tried;
            DelayDeactivation(LockOut.Duration);
        }

        return new SignInResult(locked is null ? SignInOutcome.Rejected : SignInOutcome.Locked, null, locked);
    }

    private async Task<SignInResult> Enter(PasswordCheck right, string password, Origin? from)
    {
        var next = LockOut.AfterRight(State);
        if (right == PasswordCheck.RightOfOldHash)
            next = next with { PasswordHash = await passwords.Hash(password) };

        await Commit(next, Line(AuditAction.SignedIn, from));
        return Grant(from);
    }

    private SignInResult Grant(Origin? from) => new(
        SignInOutcome.SignedIn,
        new SessionGrant(Myself(from), State.Name, State.SecurityStamp, NewSecret(), State.MustChangePassword, State.Language),
        null);

    private Caller Myself(Origin? from) => new(Id, State.Customer, State.Role, State.Name, from);

    /// <summary>A line about what the account did itself.</summary>
    private AuditEntry Line(AuditAction action, Origin? from, params ImmutableArray<AuditChange> changes) => Line(Myself(from), action, changes);

    private AuditEntry Line(Caller by, AuditAction action, params ImmutableArray<AuditChange> changes) =>
        AuditLines.New(by, time.GetUtcNow(), State.Customer, action, AuditSubject.Account, Id.Value, State.Name, changes);
}
