using Mihari.Accounts;
using Mihari.Grains.Accounts;
using Mihari.Refusals;
using Mihari.Support;

namespace Mihari.Grains.Support;

/// <summary>What the desk takes.</summary>
internal static class SupportRules
{
    public const int MostAtOnce = 1000;

    private const int LongestId = 40;
    private const int LongestSearch = 64;
    private const int LargestPage = 200;

    /// <summary>The customer as it will be stored.</summary>
    /// <exception cref="InvalidInputException">A value breaks a rule.</exception>
    public static NewCustomer Check(NewCustomer customer)
    {
        var id = customer.Customer.Value ?? "";
        if (id.Length is 0 or > LongestId || !id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new InvalidInputException("customer", $"must be 1 to {LongestId} letters, digits and hyphens", InputProblem.Characters);

        return customer with
        {
            Name = InputRules.Name(customer.Name, "name", 1, 64),
            AdministratorName = InputRules.Name(customer.AdministratorName, "administratorName", 1, 64),
            AdministratorEmail = InputRules.Email(customer.AdministratorEmail, "administratorEmail"),
        };
    }

    /// <exception cref="InvalidInputException">A value breaks a rule.</exception>
    public static string CheckSearch(string? search, int skip, int take)
    {
        if (skip < 0)
            throw new InvalidInputException("skip", "must be 0 or more", InputProblem.Range, "0-");

        if (take is < 1 or > LargestPage)
            throw new InvalidInputException("take", $"must be 1 to {LargestPage}", InputProblem.Range, $"1-{LargestPage}");

        var text = (search ?? "").Trim();
        return text.Length <= LongestSearch
            ? text
            : throw new InvalidInputException("search", $"must be at most {LongestSearch} characters long", InputProblem.Length, $"0-{LongestSearch}");
    }

    /// <summary>A new password is issued to who is meant, and to nobody else whose id was typed.</summary>
    /// <exception cref="ConflictException">There is an account of that id with another name or address.</exception>
    public static void CheckSame(AccountSummary present, string name, string email)
    {
        if (present.Name != name.Trim() || !AccountChanges.IsSame(present.Email, email.Trim()))
            throw new ConflictException("account", "exists with other values", Clash.Taken);
    }
}
