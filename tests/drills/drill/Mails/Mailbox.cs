using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mihari.Tests.Drills.Nodes;
using Mihari.Tests.Drills.Running;
using Mihari.Tests.Fleet;

namespace Mihari.Tests.Drills.Mails;

/// <summary>What has arrived at the drill's mail server, read from what that has written.</summary>
internal sealed partial class Mailbox(Node server)
{
    /// <summary>Whom all rooms tell of everything.</summary>
    public const string Address = "kanri@drill.example";

    /// <summary>Who says so; the part after the @ is that of each Message-ID.</summary>
    public const string From = "mihari@drill.example";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string? _question;

    /// <summary>The Message-ID of each mail that was taken, as often as it was; but of the question whether any are wanted.</summary>
    public IReadOnlyList<string> MessageIds() => [.. Read().Select(Id).Where(id => id != _question)];

    /// <summary>The link by which the address says yes; waits until it has come.</summary>
    public async Task<string> ConsentLink()
    {
        if (await Clock.Until(() => Read().Any(), Patience) is null)
            throw new DrillFailedException("the address was never asked whether it wants mails");

        var question = Read().First();
        _question = Id(question);
        return Link().Match(question).Value;
    }

    private static string Id(string raw) => MessageId().Match(raw).Groups[1].Value;

    private IEnumerable<string> Read()
    {
        using var file = new FileStream(server.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var lines = new StreamReader(file);
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith("""{"event":"mail",""", StringComparison.Ordinal) && line.EndsWith('}'))
                yield return Raw(line);
        }
    }

    /// <summary>A mail without the soft line breaks of its English text.</summary>
    private static string Raw(string line)
    {
        using var mail = JsonDocument.Parse(line);
        return Encoding.UTF8.GetString(mail.RootElement.GetProperty("raw").GetBytesFromBase64()).Replace("=\r\n", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^Message-I[dD]:\s*<([^>]+)>", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MessageId();

    [GeneratedRegex(@"/mail-consent/\w+/\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
