using System.Security.Cryptography;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Support;

namespace Mihari.Web.Components.Support;

/// <summary>A customer is registered with its administrator, whose password is shown once.</summary>
public sealed partial class NewCustomerPage
{
    private const string IdLetters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>Made once for the form: sent again, it is the same customer.</summary>
    private readonly CustomerId _customer = new("c-" + RandomNumberGenerator.GetString(IdLetters, 8));
    private readonly AccountId _account = new(Guid.NewGuid().ToString("N"));
    private string _name = "";
    private string _administrator = "";
    private string _email = "";
    private string? _issued;

    private Dictionary<string, string> Labels => new(StringComparer.Ordinal)
    {
        ["name"] = Texts["CustomerName"],
        ["administratorName"] = Texts["AdministratorName"],
        ["administratorEmail"] = Texts["AdministratorEmail"],
    };

    private Task Register()
    {
        var isRight = Run.Passes(
            ("name", InputRules.NameBreaks(_name, 1, 64)),
            ("administratorName", InputRules.NameBreaks(_administrator, 1, 64)),
            ("administratorEmail", InputRules.EmailBreaks(_email)));
        return isRight
            ? Do(async by => _issued = (await Desk.RegisterCustomer(by, new NewCustomer(_customer, _name, _account, _administrator, _email))).Password)
            : Task.CompletedTask;
    }
}
