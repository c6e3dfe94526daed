using System.Globalization;
using Mihari.Identifiers;
using Mihari.Notifications;

namespace Mihari.Web.Components.Support;

/// <summary>Where things are at the desk.</summary>
internal static class SupportLinks
{
    public static string Customer(CustomerId customer, string? tab = null) => $"support/customers/{Uri.EscapeDataString(customer.Value)}{(tab is null ? "" : "?tab=" + tab)}";

    public static string Contract(ContractNumber number) => "support/contracts/" + Uri.EscapeDataString(number.Value);

    public static string Mail(KeptMail mail) => string.Create(CultureInfo.InvariantCulture, $"support/mails/{mail.At.ToUnixTimeMilliseconds()}/{mail.Id}");
}
