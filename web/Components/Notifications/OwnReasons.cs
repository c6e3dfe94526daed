using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Mihari.Web.Components.Notifications;

/// <summary>Says in the viewer's language why a message was not taken, where the words are this server's own; other servers' words stay as they are.</summary>
internal static partial class OwnReasons
{
    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["the address is not an https address"] = "Reason_NotHttps",
        ["the address has a user name in it"] = "Reason_UserName",
        ["the name cannot be looked up"] = "Reason_NoName",
        ["there is no connection"] = "Reason_NoConnection",
        ["the connection broke"] = "Reason_Broke",
        ["TLS failed: the certificate or protocol is not accepted"] = "Reason_Tls",
        ["this is no e-mail address"] = "Reason_NoMailAddress",
        ["the mail service cannot be reached"] = "Reason_NoMailService",
        ["the mail is larger than the service takes"] = "Reason_MailServiceSize",
        ["the mail server is busy with other mails"] = "Reason_MailBusy",
        ["the mail server does not answer"] = "Reason_MailSilent",
        ["the mail server cannot be reached"] = "Reason_NoMailServer",
        ["the connection to the mail server broke"] = "Reason_MailBroke",
        ["the mail is larger than the mail server takes"] = "Reason_MailSize",
        ["the mail server takes no letters beyond ASCII in front of the @"] = "Reason_MailAscii",
        ["an error of the server; its log tells more"] = "Reason_ServerError",
        ["the media store has no room for the mail"] = "Reason_NoSpace",
        ["the mail could not be stored"] = "Reason_NotStored",
        ["too many messages wait for it already"] = "Reason_TooMany",
        ["the server could not write the message"] = "Reason_NotWritten",
        ["the mail server wants the sender to sign in"] = "Reason_MailSignIn",
        ["the mail server refused the sign-in"] = "Reason_MailSignInRefused",
        ["TLS with the mail server failed: its certificate or protocol is not accepted"] = "Reason_MailTls",
        ["the mail server closed the connection or answered nonsense"] = "Reason_MailNonsense",
        ["the mail server offers no STARTTLS, or no way to sign in"] = "Reason_MailNoStartTls",
        ["the mail server offers no way to sign in"] = "Reason_MailNoSignIn",
        ["the subscription has no address"] = "Reason_NoSubscription",
        ["the subscription's keys are malformed"] = "Reason_BadSubscription",
    };

    public static bool Knows(string words) => Keys.ContainsKey(words) || Inside().IsMatch(words) || Late().IsMatch(words);

    public static string Reason(this IStringLocalizer<NotificationsTexts> texts, string words)
    {
        if (Keys.TryGetValue(words, out var key))
            return texts[key];

        if (Inside().Match(words) is { Success: true } inside)
            return texts["Reason_Inside", texts["Inside_" + inside.Groups[1].Value].Value];

        return Late().Match(words) is { Success: true } late ? texts["Reason_Late", late.Groups[1].Value] : words;
    }

    [GeneratedRegex("^the address leads inside: ([a-z-]+) addresses are not called$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Inside();

    [GeneratedRegex("^not done within ([0-9]+) s$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Late();
}
