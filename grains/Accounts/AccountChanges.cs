using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Grains.Accounts;

/// <summary>What becomes of an account when it is made, changed or deleted.</summary>
internal static class AccountChanges
{
    private const int LongestId = 64;
    private static readonly ImmutableArray<string> Languages = ["ja", "en-US"];

    /// <summary>The values of a new account as they are kept.</summary>
    /// <exception cref="InvalidInputException">A value breaks a rule.</exception>
    public static NewAccount Checked(AccountId id, NewAccount account)
    {
        // An underscore parts the id from what follows it in a token; the timeline and file names take the rest.
        if (id.Value.Length > LongestId || !id.Value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new InvalidInputException("account", $"must be an id of 1 to {LongestId} letters, digits and hyphens");

        // Support is of no customer, everybody else of one.
        if (!Enum.IsDefined(account.Role) || (account.Role == Role.Support) != (account.Customer is null))
            throw new InvalidInputException("role", "is none that the account can have", InputProblem.Choice);

        return account with
        {
            Name = InputRules.Name(account.Name, "name", 1, 64),
            Email = InputRules.Email(account.Email, "email"),
            Password = InputRules.Password(account.Password, "password"),
        };
    }

    /// <summary>Whether it was created with these values before.</summary>
    /// <exception cref="ConflictException">It is there with other ones, or was deleted.</exception>
    public static bool IsThere(AccountState state, NewAccount account)
    {
        if (state.Deleted)
            throw new ConflictException("account", "was deleted", Clash.Deleted);

        var same = state.Customer == account.Customer && state.Role == account.Role && IsSame(state.Email, account.Email);
        return state.Exists && (same ? true : throw new ConflictException("account", "exists with other values", Clash.Taken));
    }

    public static AccountState Created(AccountState state, NewAccount account, string hash, string stamp) => state with
    {
        Exists = true,
        Customer = account.Customer,
        Name = account.Name,
        Email = account.Email,
        Role = account.Role,
        Revision = 1,
        PasswordHash = hash,
        MustChangePassword = account.IsIssued,
        SecurityStamp = stamp,
    };

    /// <summary>The account with a new name and address, from its owner.</summary>
    /// <exception cref="InvalidInputException">A value breaks a rule.</exception>
    /// <exception cref="ConflictException">It was changed meanwhile.</exception>
    public static AccountState Profile(AccountState state, ProfileChange change) =>
        Renamed(state, change.Name, change.Email, change.Revision);

    /// <summary>
    /// The account after somebody who keeps the list changed it, but for the password. A new role or address ends the sessions, unless
    /// it is the account's own hand.
    /// </summary>
    /// <exception cref="NotPermittedException">Nobody becomes or ceases to be an administrator, whose password is changed by itself or Support.</exception>
    /// <exception cref="InvalidInputException">A value breaks a rule.</exception>
    /// <exception cref="ConflictException">It was changed meanwhile.</exception>
    public static AccountState Drafted(AccountState state, AccountDraft draft, long revision, bool isOwn, string stamp)
    {
        if (!Enum.IsDefined(draft.Role) || (draft.Role == Role.Support) != (state.Role == Role.Support))
            throw new InvalidInputException("role", "is none that the account can have", InputProblem.Choice);

        if ((draft.Role == Role.Administrator) != (state.Role == Role.Administrator))
            throw new NotPermittedException("ChangeAdministrator");

        if (draft.Password is not null && state.Role >= Role.Administrator)
            throw new NotPermittedException("SetAdministratorPassword");

        if (draft.Password is not null)
            InputRules.Password(draft.Password, "password");

        var named = Renamed(state, draft.Name, draft.Email, revision);
        var next = named.Role == draft.Role ? named : named with { Role = draft.Role, Revision = revision + 1 };
        var ends = next.Role != state.Role || !IsSame(next.Email, state.Email);
        return ends && !isOwn ? SessionEnds.AfterAll(next, stamp) : next;
    }

    /// <summary>The account with a new password: all sessions end, and a count or lock with them.</summary>
    public static AccountState WithPassword(AccountState state, string hash, bool isIssued, string stamp) =>
        SessionEnds.AfterAll(LockOut.AfterRight(state) with { PasswordHash = hash, MustChangePassword = isIssued, Revision = state.Revision + (isIssued ? 1 : 0) }, stamp);

    /// <summary>What is left of a deleted account: that it was, and whose.</summary>
    public static AccountState Deleted(AccountState state) => new() { Version = state.Version, Deleted = true, Customer = state.Customer, Role = state.Role };

    /// <exception cref="InvalidInputException">It is none that is offered.</exception>
    public static AccountState WithLanguage(AccountState state, string? language)
    {
        if (language is null || !Languages.Contains(language))
            throw new InvalidInputException("language", $"must be {string.Join(" or ", Languages)}", InputProblem.Choice);

        return state.Language == language ? state : state with { Language = language };
    }

    /// <summary>What of it is told in the audit trail.</summary>
    public static ImmutableArray<AuditChange> Between(AccountState before, AccountState after) =>
    [
        .. new[]
        {
            new AuditChange("name", Known(before.Name), Known(after.Name)),
            new AuditChange("email", Known(before.Email), Known(after.Email)),
            new AuditChange("role", RoleOf(before), RoleOf(after)),
            new AuditChange("language", before.Language, after.Language),
        }.Where(c => c.Before != c.After),
    ];

    /// <summary>The key of an address's directory; two addresses are the same where it is.</summary>
    public static string Key(string email) => email.Trim().ToLowerInvariant();

    public static bool IsSame(string email, string other) => Key(email) == Key(other);

    private static AccountState Renamed(AccountState state, string name, string email, long revision)
    {
        var next = state with { Name = InputRules.Name(name, "name", 1, 64), Email = InputRules.Email(email, "email") };
        if (state.Revision != revision)
            throw new ConflictException("account", "was changed meanwhile", Clash.ChangedMeanwhile, state.Name);

        return next.Name == state.Name && next.Email == state.Email ? state : next with { Revision = revision + 1 };
    }

    private static string? Known(string text) => text.Length > 0 ? text : null;

    private static string? RoleOf(AccountState state) => state.Exists ? state.Role.ToString() : null;
}
