using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Timeline;
using Orleans.Runtime;

namespace Mihari.Grains.Accounts;

/// <summary>One account: its profile, its password and its lock, its sessions and its tokens.</summary>
internal sealed class AccountGrain(
    [PersistentState("account")] IPersistentState<AccountState> store,
    Passwords passwords,
    ITimeline timeline,
    TimeProvider time) : AccountCore(store, passwords, timeline, time), IAccountGrain, IAccountSettings, IAccountTokens, IAccountUpkeep
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        await Enlist();
    }

    Task IAccountGrain.Create(Caller by, NewAccount account)
    {
        // A customer's own administrator adds accounts to the customer's list, which has rules of its own.
        Access.Demand(by, Permission.UseSupportDesk);
        return Create(by, account);
    }

    public async Task Create(Caller by, NewAccount account)
    {
        account = AccountChanges.Checked(Id, account);
        if (AccountChanges.IsThere(State, account))
            return;

        var next = AccountChanges.Created(State, account, await HashOf(account.Password), NewSecret());
        await CommitWithAddress(next, LineOf(next, by, AuditAction.AccountAdded, AccountChanges.Between(State, next)));
        await Enlist();
    }

    public Task<SignInResult> SignIn(SignInAttempt attempt) =>
        Check(attempt.Password, attempt.From, IsOurs(attempt.Email), right => Enter(right, attempt.Password, attempt.From));

    public Task<bool> IsCurrent(string securityStamp, string session) => Task.FromResult(SessionEnds.IsCurrent(State, securityStamp, session));

    public Task EndSession(Caller by, string session, DateTimeOffset until)
    {
        CheckSelf(by);
        var next = SessionEnds.After(State, session, until, Now, NewSecret());
        return ReferenceEquals(next, State) ? Task.CompletedTask : Commit(next, Line(by, AuditAction.SignedOut));
    }

    public Task EndAllSessions(Caller by)
    {
        CheckSelf(by);
        return Commit(SessionEnds.AfterAll(State, NewSecret()), Line(by, AuditAction.SignedOut, new AuditChange("sessions", null, "all")));
    }

    public Task<AccountProfile> GetProfile(Caller by)
    {
        CheckSelf(by);
        return Task.FromResult(new AccountProfile(Id, State.Customer, State.Name, State.Email, State.Role, State.Revision));
    }

    public async Task<AccountProfile> ChangeProfile(Caller by, ProfileChange change)
    {
        CheckSelf(by, Permission.ChangeOwnAccount);
        CheckPasswordIsOwn();
        var next = AccountChanges.Profile(State, change);
        await CommitWithAddress(next, Changes(by, next));
        return await GetProfile(by);
    }

    public Task<SignInResult> ChangePassword(Caller by, string current, string next)
    {
        CheckSelf(by, Permission.ChangeOwnAccount);
        InputRules.Password(next, "password");
        return Check(current, by.From, ours: true, async _ =>
        {
            if (next == current)
                throw new InvalidInputException("password", "must differ from the current one", InputProblem.Unchanged);

            var changed = AccountChanges.WithPassword(State, await HashOf(next), isIssued: false, NewSecret());
            await Commit(changed, Line(by, AuditAction.PasswordChanged));
            return Grant(by.From);
        });
    }

    public Task SetLanguage(Caller by, string language)
    {
        CheckSelf(by, Permission.ChangeOwnAccount);
        var next = AccountChanges.WithLanguage(State, language);
        return Commit(next, Changes(by, next));
    }

    public Task<ImmutableArray<TokenInfo>> GetTokens(Caller by)
    {
        CheckSelf(by, Permission.ManageOwnTokens);
        return Task.FromResult(AccessTokens.List(State));
    }

    public async Task<IssuedToken> CreateToken(Caller by, NewToken token)
    {
        CheckSelf(by, Permission.ManageOwnTokens);
        CheckPasswordIsOwn();
        var (next, issued) = AccessTokens.Add(State, Id.Value, token, Now);
        await Commit(next, TokenLine(by, AuditAction.TokenCreated, issued.Info));
        return issued;
    }

    public Task RevokeToken(Caller by, string token)
    {
        CheckSelf(by, Permission.ManageOwnTokens);
        var next = AccessTokens.Revoke(State, token);
        var revoked = AccessTokens.List(State).FirstOrDefault(t => t.Token == token);
        return revoked is null ? Task.CompletedTask : Commit(next, TokenLine(by, AuditAction.TokenRevoked, revoked));
    }

    public Task<Caller?> FindCaller(string token, ImmutableArray<byte> secretHash) =>
        Task.FromResult(AccessTokens.RoleOf(State, token, secretHash, Now) is { } role ? Myself(null) with { Role = role } : null);

    public Task<AccountSummary?> Describe(CustomerId? owner) => Task.FromResult(
        State.Exists && State.Customer == owner
            ? new AccountSummary(
                Id, State.Name, State.Email, State.Role, State.Revision, LockOut.LockedUntil(State, Now), State.MustChangePassword)
            : null);

    public Task<bool> IsFreeFor(CustomerId? owner) => Task.FromResult(!State.Deleted && (!State.Exists || State.Customer == owner));

    public Task<bool> Holds(string email) => Task.FromResult(IsOurs(email) || IsClaiming(email));

    public async Task Change(Caller by, CustomerId? owner, AccountDraft draft, long revision)
    {
        CheckOwner(owner);
        var next = AccountChanges.Drafted(State, draft, revision, by.Account == Id, NewSecret());
        var lines = Changes(by, next);
        if (draft.Password is { } password)
        {
            next = AccountChanges.WithPassword(next, await HashOf(password), isIssued: true, NewSecret());
            lines = lines.Add(Line(by, AuditAction.PasswordIssued));
        }

        await CommitWithAddress(next, lines);
    }

    public async Task<IssuedPassword> IssuePassword(Caller by, CustomerId? owner)
    {
        CheckOwner(owner);
        var issued = Passwords.Issue();
        var next = AccountChanges.WithPassword(State, await HashOf(issued), isIssued: true, NewSecret());
        await Commit(next, Line(by, AuditAction.PasswordIssued));
        return new IssuedPassword(issued);
    }

    public Task Unlock(Caller by, CustomerId? owner)
    {
        CheckOwner(owner);
        var wasLocked = LockOut.LockedUntil(State, Now) is not null;
        return Commit(LockOut.AfterRight(State), wasLocked ? [Line(by, AuditAction.AccountUnlocked)] : []);
    }

    public Task Delete(Caller by, CustomerId? owner)
    {
        if (State.Deleted && State.Customer == owner)
            return Task.CompletedTask;

        CheckOwner(owner);
        if (State.Role == Role.Administrator)
            throw new NotPermittedException("DeleteAdministrator");

        var next = AccountChanges.Deleted(State);
        return CommitWithAddress(next, Line(by, AuditAction.AccountDeleted, AccountChanges.Between(State, next)));
    }

    private void CheckSelf(Caller by, Permission? permission = null)
    {
        if (!State.Exists || by.Account != Id)
            throw new UnknownIdException("account", Id.Value);

        if (permission is { } needed)
            Access.Demand(by, needed);
    }

    private void CheckOwner(CustomerId? owner)
    {
        if (!State.Exists || State.Customer != owner)
            throw new UnknownIdException("account", Id.Value);
    }

    /// <summary>Before an issued password is changed, nothing else is (manual 1.1).</summary>
    private void CheckPasswordIsOwn()
    {
        if (State.MustChangePassword)
            throw new NotPermittedException("BeforePasswordIsChanged");
    }

    private Task Enlist() =>
        State is { Exists: true, Customer: { } customer } ? GrainFactory.GetGrain<IAccountRoster>(customer.Value).Adopt(Id) : Task.CompletedTask;
}
