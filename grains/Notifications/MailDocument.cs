using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace Mihari.Grains.Notifications;

/// <summary>
/// A mail before it is written down: the same words go into its HTML and its text. Every value is encoded here and nowhere else.
/// </summary>
internal sealed record MailDocument
{
    /// <summary><c>ja</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>What is in the coloured label above the title.</summary>
    public required string Label { get; init; }

    /// <summary>Of the label, as CSS has it.</summary>
    public required string Color { get; init; }

    public required string Title { get; init; }

    public ImmutableArray<string> Paragraphs { get; init; } = [];

    public ImmutableArray<MailFact> Facts { get; init; } = [];

    /// <summary>The name of an inline part, and what it shows.</summary>
    public (string Name, string Alt)? Picture { get; init; }

    public MailLink? Button { get; init; }

    public ImmutableArray<string> Notes { get; init; } = [];

    public MailLink? Stop { get; init; }

    public required string From { get; init; }

    public string ToText()
    {
        var text = new StringBuilder().Append('[').Append(Label).Append("] ").AppendLine(Title);
        foreach (var paragraph in Paragraphs)
            text.AppendLine().AppendLine(paragraph);

        if (!Facts.IsEmpty)
            text.AppendLine();

        foreach (var fact in Facts)
            text.Append(fact.Name).Append(fact.Name.Length > 0 ? ": " : "").AppendLine(fact.Value);

        if (Button is { } button)
            text.AppendLine().Append(button.Text).Append(": ").AppendLine(button.Address.AbsoluteUri);

        text.AppendLine().AppendLine("-- ").AppendLine(From);
        foreach (var note in Notes)
            text.AppendLine(note);

        if (Stop is { } stop)
            text.Append(stop.Text).Append(": ").AppendLine(stop.Address.AbsoluteUri);

        return text.ToString();
    }

    public string ToHtml()
    {
        const string font = "font-family:-apple-system,'Segoe UI','Hiragino Sans','Noto Sans JP',Meiryo,sans-serif";

        // Japanese breaks between phrases, where a program knows them, else after punctuation; what is too long breaks anywhere.
        const string breaks = "word-break:keep-all;word-break:auto-phrase;overflow-wrap:anywhere";
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"").Append(Language).Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<meta name=\"color-scheme\" content=\"light\"><meta name=\"supported-color-schemes\" content=\"light\"><title>").Append(Encode(Title)).Append("</title></head>")
            .Append("<body style=\"margin:0;padding:24px 12px;background:#f1f3f6;color:#1b2430;").Append(font).Append(";").Append(breaks).Append(";font-size:15px;line-height:1.6\">")
            .Append("<table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\"><tr><td align=\"center\">")
            .Append("<table role=\"presentation\" width=\"560\" cellspacing=\"0\" cellpadding=\"0\" style=\"max-width:560px;width:100%;background:#ffffff;border-radius:12px;border-top:4px solid ").Append(Color).Append("\">")
            .Append("<tr><td style=\"padding:28px 28px 8px\"><span style=\"display:inline-block;padding:2px 10px;border-radius:999px;background:").Append(Color)
            .Append(";color:#ffffff;font-size:13px;font-weight:600\">").Append(Encode(Label)).Append("</span>")
            .Append("<h1 style=\"margin:12px 0 0;font-size:20px;line-height:1.4;color:#1b2430\">").Append(Encode(Title)).Append("</h1>");
        foreach (var paragraph in Paragraphs)
            html.Append("<p style=\"margin:12px 0 0\">").Append(Encode(paragraph)).Append("</p>");

        html.Append("</td></tr>");
        if (Picture is { } picture)
        {
            html.Append("<tr><td style=\"padding:12px 28px 0\"><img src=\"cid:").Append(Encode(picture.Name)).Append("\" alt=\"").Append(Encode(picture.Alt))
                .Append("\" width=\"504\" style=\"display:block;width:100%;height:auto;border-radius:8px\"></td></tr>");
        }

        if (!Facts.IsEmpty)
        {
            html.Append("<tr><td style=\"padding:16px 28px 0\"><table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" style=\"font-size:14px\">");
            foreach (var fact in Facts)
            {
                html.Append("<tr><td width=\"34%\" valign=\"top\" style=\"padding:6px 12px 6px 0;color:#5b6675;border-top:1px solid #e6e9ee\">").Append(Encode(fact.Name))
                    .Append("</td><td valign=\"top\" style=\"padding:6px 0;border-top:1px solid #e6e9ee\">").Append(Encode(fact.Value)).Append("</td></tr>");
            }

            html.Append("</table></td></tr>");
        }

        if (Button is { } button)
        {
            html.Append("<tr><td style=\"padding:20px 28px 0\"><a href=\"").Append(Encode(button.Address.AbsoluteUri))
                .Append("\" style=\"display:inline-block;padding:10px 22px;border-radius:8px;background:#1f5fbf;color:#ffffff;text-decoration:none;font-weight:600\">")
                .Append(Encode(button.Text)).Append("</a></td></tr>");
        }

        html.Append("<tr><td style=\"padding:24px 28px 24px;color:#5b6675;font-size:12px\">");
        foreach (var note in Notes)
            html.Append("<p style=\"margin:0 0 6px\">").Append(Encode(note)).Append("</p>");

        html.Append("<p style=\"margin:0\">").Append(Encode(From));
        if (Stop is { } stop)
            html.Append(" · <a href=\"").Append(Encode(stop.Address.AbsoluteUri)).Append("\" style=\"color:#5b6675\">").Append(Encode(stop.Text)).Append("</a>");

        return html.Append("</p></td></tr></table></td></tr></table></body></html>").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>A line of a mail's table.</summary>
internal sealed record MailFact(string Name, string Value);

/// <summary>A link of a mail.</summary>
internal sealed record MailLink(string Text, Uri Address);
