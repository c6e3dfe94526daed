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

/// <summary>What the calls of an account have in common: the look at a password with its lock, the address, and the lines of the audit trail.</summary>
internal abstract class AccountCore(IPersistentState<AccountState> store, Passwords passwords, ITimeline timeline, TimeProvider time)
    : AuditedGrain<AccountState>(store, timeline)
{
    private const int LongestPassword = 256;

    /// <summary>The tries at an account that does not exist: it locks like any other, so that a lock tells nothing, but in memory only.</summary>
    private AccountState _nobody = new();

    /// <summary>Until then a try during the lock is in the audit trail: one stands for all of its minute, so that a flood of them writes next to nothing.</summary>
    private DateTimeOffset _told;

    /// <summary>The address that it is about to have.</summary>
    private string? _claiming;

    protected AccountId Id => new(this.GetPrimaryKeyString());

    protected DateTimeOffset Now => time.GetUtcNow();

    protected static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    protected Task<string> HashOf(string password) => passwords.Hash(password);

    protected bool IsClaiming(string email) => _claiming == AccountChanges.Key(email);

    /// <summary>The directory may lead here with an address that was given up a moment ago: for that one there is nobody here.</summary>
    protected bool IsOurs(string email) => State.Exists && AccountChanges.IsSame(State.Email, email);

    /// <summary>
    /// Looks at a password, as often as the lock allows. What is no account of ours costs the same and locks the same, but in memory only.
    /// </summary>
    protected async Task<SignInResult> Check(string password, Origin? from, bool ours, Func<PasswordCheck, Task<SignInResult>> whenRight)
    {
        var now = Now;
        var tried = ours ? State : _nobody;
        if (LockOut.LockedUntil(tried, now) is { } until)
        {
            if (ours && now >= _told)
            {
                _told = now + TimeSpan.FromMinutes(1);
                await Commit(State, Line(Myself(from), AuditAction.SignInRefused));
            }

            return new SignInResult(SignInOutcome.Locked, null, until);
        }

        var result = await passwords.Check(ours ? State.PasswordHash : null, password.Length <= LongestPassword ? password : "");
        if (result != PasswordCheck.Wrong)
            return await whenRight(result);

        tried = LockOut.AfterWrong(tried, now);
        var locked = LockOut.LockedUntil(tried, now);
        if (ours)
        {
            await Commit(tried, Line(Myself(from), locked is null ? AuditAction.SignInRefused : AuditAction.AccountLocked));
        }
        else
        {
            _nobody = tried;
            DelayDeactivation(LockOut.Duration);
        }

        return new SignInResult(locked is null ? SignInOutcome.Rejected : SignInOutcome.Locked, null, locked);
    }

    protected async Task<SignInResult> Enter(PasswordCheck right, string password, Origin? from)
    {
        var next = LockOut.AfterRight(State);
        if (right == PasswordCheck.RightOfOldHash)
            next = next with { PasswordHash = await passwords.Hash(password) };

        await Commit(next, Line(Myself(from), AuditAction.SignedIn));
        return Grant(from);
    }

    protected SignInResult Grant(Origin? from) => new(
        SignInOutcome.SignedIn,
        new SessionGrant(Myself(from), State.Name, State.SecurityStamp, NewSecret(), State.MustChangePassword, State.Language),
        null);

    /// <summary>Takes the address first, then makes the change, then gives the former one up; a crash in between leaves nothing that the next claim does not put right.</summary>
    protected async Task CommitWithAddress(AccountState next, params ImmutableArray<AuditEntry> lines)
    {
        var (before, after) = (AccountChanges.Key(State.Email), AccountChanges.Key(next.Email));
        try
        {
            _claiming = after;
            if (after != before && after.Length > 0 && !await Directory(after).Claim(Id))
                throw new ConflictException("email", "is another account's address", Clash.Taken);

            await Commit(next, lines);
        }
        finally
        {
            _claiming = null;
        }

        if (after != before && before.Length > 0)
            await Directory(before).Recheck();
    }

    private IEmailClaims Directory(string address) => GrainFactory.GetGrain<IEmailClaims>(address);

    protected Caller Myself(Origin? from) => new(Id, State.Customer, State.Role, State.Name, from);

    protected ImmutableArray<AuditEntry> Changes(Caller by, AccountState next) =>
        AccountChanges.Between(State, next) is { IsEmpty: false } changes ? [Line(by, AuditAction.AccountChanged, changes)] : [];

    protected AuditEntry Line(Caller by, AuditAction action, params ImmutableArray<AuditChange> changes) => LineOf(State, by, action, changes);

    protected AuditEntry LineOf(AccountState of, Caller by, AuditAction action, ImmutableArray<AuditChange> changes) =>
        AuditLines.New(by, Now, of.Customer, action, AuditSubject.Account, Id.Value, of.Name, changes);

    protected AuditEntry TokenLine(Caller by, AuditAction action, TokenInfo token) => AuditLines.New(
        by, Now, State.Customer, action, AuditSubject.Token, token.Token, token.Name, new AuditChange("role", null, token.Role.ToString()));
}
