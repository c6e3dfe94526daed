using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Components.Accounts;

/// <summary>By which column accounts are sorted.</summary>
public enum AccountColumn
{
    /// <summary>ユーザー名.</summary>
    Name,

    /// <summary>メールアドレス.</summary>
    Email,

    /// <summary>ロール, in ascending order of what it allows.</summary>
    Role,
}

/// <summary>How the list is looked at: what is searched for, and in which order.</summary>
public sealed record AccountTable(string Search = "", AccountColumn Sort = AccountColumn.Name, bool IsDescending = false)
{
    /// <summary>The same column again turns the order round.</summary>
    public AccountTable By(AccountColumn column) => this with { Sort = column, IsDescending = Sort == column && !IsDescending };

    /// <summary>The accounts that match, in order; those that are equal in the column by address, which no two share.</summary>
    public ImmutableArray<AccountSummary> Of(IEnumerable<AccountSummary> accounts, Func<Role, string> nameOf)
    {
        var matching = accounts.Where(a => NameFilter.Matches(a.Name, Search) || NameFilter.Matches(a.Email, Search) || NameFilter.Matches(nameOf(a.Role), Search));
        string Key(AccountSummary account) => Sort switch
        {
            AccountColumn.Email => account.Email,
            AccountColumn.Role => ((int)account.Role).ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => account.Name,
        };
        var sorted = IsDescending ? matching.OrderByDescending(Key, NameOrder.Current) : matching.OrderBy(Key, NameOrder.Current);
        return [.. sorted.ThenBy(a => a.Email, StringComparer.OrdinalIgnoreCase)];
    }
}
