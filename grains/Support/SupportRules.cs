using System.Security.Cryptography;
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

    /// <summary>Without what is mixed up when it is read out over the telephone.</summary>
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

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

    /// <summary>A password to be given to somebody; it has to be changed at the first sign-in.</summary>
    public static string NewPassword() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));
}
