using System.Globalization;
using System.Text.RegularExpressions;
using Mihari.Tests.Silo.Notifications;
using MimeKit;

namespace Mihari.Tests.System.Notifications;

/// <summary>What arrives at the mail server of a test.</summary>
internal static partial class Mails
{
    /// <summary>A server that hands its mails to this one.</summary>
    public static (string Key, string Value)[] Settings(SmtpServer smtp, params (string Key, string Value)[] others) =>
    [
        ("Mail__Transport", "Smtp"), ("Mail__From", "mihari@example.jp"), ("Mail__Smtp__Host", "127.0.0.1"), ("Mail__Smtp__Security", "None"),
        ("Mail__Smtp__Port", smtp.Port.ToString(CultureInfo.InvariantCulture)), .. others,
    ];

    /// <summary>The next mail to an address; others before it are passed over.</summary>
    public static async Task<MimeMessage> MailTo(this SmtpServer smtp, string address)
    {
        while (true)
        {
            var mail = await smtp.Mail();
            if (mail.To.Contains(address))
                return mail.Message;
        }
    }

    /// <summary>The link of a mail that leads to what it says of its owner's consent.</summary>
    public static string ConsentLink(this MimeMessage mail) => Link().Match(mail.TextBody ?? "").Value;

    [GeneratedRegex(@"/mail-consent/\w+/\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
