using System.Collections.Concurrent;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Tests.Web.Hosts;

/// <summary>Accounts that sign in with their password; the rules of locking are the grain's and are tested there.</summary>
public sealed class FakeAccounts
{
    private readonly ConcurrentDictionary<string, FakeAccount> _byEmail = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FakeAccount> _byId = new(StringComparer.Ordinal);

    public FakeAccounts(FakeGrains grains)
    {
        grains.PutOthers<IEmailDirectoryGrain>(email => new Directory(_byEmail.GetValueOrDefault(email)));
        grains.PutOthers<IAccountSettings>(id => _byId[id]);
        grains.PutOthers<IAccountGrain>(id => _byId.GetOrAdd(id, key => new FakeAccount(new Caller(new AccountId(key), null, Role.Viewer), null)));
    }

    public FakeAccount Add(string email, string password, string? customer, Role role = Role.Administrator)
    {
        var caller = new Caller(new AccountId("account-" + email.Replace('@', '-').Replace('.', '-')), customer is null ? null : new CustomerId(customer), role);
        var account = new FakeAccount(caller, password);
        _byEmail[email] = _byId[caller.Account.Value] = account;
        return account;
    }

    /// <summary>The account grain of an address, whoever is behind it.</summary>
    public IEnumerable<string> Asked => _byId.Values.Where(a => a.Tries > 0).Select(a => a.Caller.Account.Value);

    private sealed class Directory(FakeAccount? account) : IEmailDirectoryGrain
    {
        public Task<AccountId?> Find() => Task.FromResult(account?.Caller.Account);
    }
}

public sealed class FakeAccount(Caller caller, string? password) : IAccountGrain, IAccountSettings
{
    private int _tries;
    private string? _password = password;

    public string Name { get; set; } = "見張 太郎";

    public string Email { get; set; } = "taro@example.jp";

    public long Revision { get; set; } = 1;

    public string? Language { get; set; }

    public bool MustChangePassword { get; set; }

    public Caller Caller { get; } = caller;

    public string Stamp { get; set; } = "stamp-1";

    public DateTimeOffset? LockedUntil { get; set; }

    public int Tries => _tries;

    public int Checks { get; private set; }

    /// <summary>The sessions that were opened, in order.</summary>
    public ConcurrentQueue<SessionGrant> Opened { get; } = new();

    public Task Create(Caller by, NewAccount account) => throw new NotSupportedException();

    public Task<SignInResult> SignIn(SignInAttempt attempt)
    {
        Interlocked.Increment(ref _tries);
        return Task.FromResult(
            LockedUntil is { } until ? new SignInResult(SignInOutcome.Locked, null, until)
            : _password is not null && attempt.Password == _password ? new SignInResult(SignInOutcome.SignedIn, Open(), null)
            : new SignInResult(SignInOutcome.Rejected, null, null));
    }

    /// <summary>Sessions that were ended, each with the time until which it is to be remembered.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Ended { get; } = new(StringComparer.Ordinal);

    public Task<bool> IsCurrent(string securityStamp, string session)
    {
        Checks++;
        return Task.FromResult(securityStamp == Stamp && !Ended.ContainsKey(session));
    }

    public Task EndSession(Caller by, string session, DateTimeOffset until)
    {
        if (by.Account != Caller.Account)
            throw new UnknownIdException("account", Caller.Account.Value);

        Ended[session] = until;
        return Task.CompletedTask;
    }

    public Task EndAllSessions(Caller by)
    {
        Check(by);
        Stamp = NewStamp();
        return Task.CompletedTask;
    }

    public Task<AccountProfile> GetProfile(Caller by)
    {
        Check(by);
        return Task.FromResult(new AccountProfile(Caller.Account, Caller.Customer, Name, Email, Caller.Role, Revision));
    }

    public Task<AccountProfile> ChangeProfile(Caller by, ProfileChange change)
    {
        Check(by);
        if (change.Revision != Revision)
            throw new ConflictException("revision", "the profile was changed meanwhile", Clash.ChangedMeanwhile);

        (Name, Email, Revision) = (change.Name, change.Email, Revision + 1);
        return GetProfile(by);
    }

    /// <summary>The caller that the password was changed by.</summary>
    public Caller? ChangedBy { get; private set; }

    public Task<SignInResult> ChangePassword(Caller by, string current, string next)
    {
        Check(by);
        if (LockedUntil is { } until)
            return Task.FromResult(new SignInResult(SignInOutcome.Locked, null, until));

        if (current != _password)
            return Task.FromResult(new SignInResult(SignInOutcome.Rejected, null, null));

        if (next.Length < 8)
            throw new InvalidInputException("password", "must be 8 to 64 characters long", InputProblem.Length, "8-64");

        (_password, Stamp, MustChangePassword, ChangedBy) = (next, NewStamp(), false, by);
        return Task.FromResult(new SignInResult(SignInOutcome.SignedIn, Open(), null));
    }

    public Task SetLanguage(Caller by, string language)
    {
        Check(by);
        Language = language;
        return Task.CompletedTask;
    }

    private static string NewStamp() => "stamp-" + Guid.NewGuid().ToString("N");

    private void Check(Caller by)
    {
        if (by.Account != Caller.Account)
            throw new UnknownIdException("account", Caller.Account.Value);
    }

    private SessionGrant Open()
    {
        var session = new SessionGrant(Caller, Name, Stamp, Guid.NewGuid().ToString("N"), MustChangePassword, Language);
        Opened.Enqueue(session);
        return session;
    }
}
