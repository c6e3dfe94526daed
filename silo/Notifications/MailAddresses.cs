using MimeKit;

namespace Mihari.Silo.Notifications;

/// <summary>E-mail addresses as they are taken here: one, bare, without a name or comment.</summary>
internal static class MailAddresses
{
    private const int Longest = 254;

    /// <summary>The address, or null where the text is none.</summary>
    public static MailboxAddress? Parse(string text)
    {
        // What the parser would take more: names, comments, routes and groups. None of them is an address that somebody has confirmed.
        if (text.Length is 0 or > Longest || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or ',' or ';' or '(' or ')'))
            return null;

        return MailboxAddress.TryParse(text, out var mailbox) && mailbox.Domain.Length > 0 && string.Equals(mailbox.Address, text, StringComparison.Ordinal)
            ? mailbox
            : null;
    }

    /// <summary>The domain as it stands in headers and greetings: ASCII.</summary>
    public static string Domain(MailboxAddress address)
    {
        var written = MailboxAddress.EncodeAddrspec(address.Address);
        return written[(written.LastIndexOf('@') + 1)..];
    }

    /// <summary>Whether somebody outside can write to it.</summary>
    public static bool IsReachable(string address) =>
        Parse(address) is { } mailbox && !string.Equals(address, MailOptions.NoSender, StringComparison.OrdinalIgnoreCase) && mailbox.Domain.Contains('.', StringComparison.Ordinal);
}
