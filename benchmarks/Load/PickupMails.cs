using System.Text.RegularExpressions;
using Mihari.Tests.Fleet.Property;
using MimeKit;

namespace Mihari.Benchmarks.Load;

/// <summary>The mails of a server that has no mail server: it keeps them as files.</summary>
internal sealed partial class PickupMails(string data)
{
    private readonly string _folder = Path.Combine(data, "media");

    public int Count => Files().Count;

    /// <summary>Their subjects, oldest first.</summary>
    public IReadOnlyList<string> Subjects => [.. All().Select(mail => mail.Subject ?? "")];

    /// <summary>Whether the newest asks for consent.</summary>
    public bool AsksForConsent => Count > 0 && Link().IsMatch(All()[^1].TextBody ?? "");

    /// <summary>Follows the link of the newest mail, by which the owner of its address says yes, as a browser does.</summary>
    public Task Consent(PortalSession session, Uri web) => session.Consent(web, Link().Match(All()[^1].TextBody ?? "").Value);

    private List<MimeMessage> All() => [.. Files().Select(file => MimeMessage.Load(file))];

    /// <summary>Oldest first: their names begin with when they were made.</summary>
    private List<string> Files() => [.. Directory.EnumerateFiles(_folder, "*.eml", SearchOption.AllDirectories).Where(IsWhole).OrderBy(Path.GetFileName, StringComparer.Ordinal)];

    /// <summary>The server holds a lock on one that it still writes.</summary>
    private static bool IsWhole(string file)
    {
        try
        {
            using var whole = File.OpenRead(file);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"/mail-consent/\w+/\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
