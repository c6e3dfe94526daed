using System.Collections.Immutable;
using System.Text;

namespace Mihari.Web.Support;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Cells">What stands between the commas.</param>
/// <param name="IsWhole">False where a quote is opened and not closed, or is followed by something else.</param>
internal sealed record CsvRow(int Line, ImmutableArray<string> Cells, bool IsWhole)
{
    public bool IsEmpty => Cells.All(string.IsNullOrWhiteSpace);
}

/// <summary>CSV as RFC 4180 has it, read and written; lines end with CR LF, LF or CR.</summary>
internal static class Csv
{
    /// <summary>Reads all rows, empty ones included.</summary>
    public static IEnumerable<CsvRow> Read(string text)
    {
        var (at, line) = (0, 1);
        while (at < text.Length)
            yield return ReadRow(text, ref at, ref line);
    }

    /// <summary>
    /// A row to be written. A cell that a spreadsheet would take for a formula begins with an apostrophe, so that it stays what it
    /// is: text that somebody typed.
    /// </summary>
    public static string Row(params ReadOnlySpan<string?> cells)
    {
        var row = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            row.Append(i == 0 ? "" : ",");
            Append(row, cells[i] ?? "");
        }

        return row.Append("\r\n").ToString();
    }

    private static void Append(StringBuilder row, string cell)
    {
        if (cell.Length > 0 && cell.AsSpan().TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] || cell is ['\t' or '\r' or '\n', ..])
            cell = "'" + cell;

        if (cell.AsSpan().IndexOfAny("\",\r\n\t ") < 0)
            row.Append(cell);
        else
            row.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private static CsvRow ReadRow(string text, ref int at, ref int line)
    {
        var (first, isWhole) = (line, true);
        var cells = ImmutableArray.CreateBuilder<string>();
        while (true)
        {
            cells.Add(at < text.Length && text[at] == '"' ? ReadQuoted(text, ref at, ref line, ref isWhole) : ReadPlain(text, ref at));
            if (at < text.Length && text[at] == ',')
            {
                at++;
                continue;
            }

            // The end of the line, or of the file.
            if (at < text.Length)
            {
                at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
                line++;
            }

            return new CsvRow(first, cells.ToImmutable(), isWhole);
        }
    }

    private static string ReadPlain(string text, ref int at)
    {
        var length = text.AsSpan(at).IndexOfAny(',', '\r', '\n');
        var from = at;
        at = length < 0 ? text.Length : at + length;
        return text[from..at];
    }

    private static string ReadQuoted(string text, ref int at, ref int line, ref bool isWhole)
    {
        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '"' && (at + 1 >= text.Length || text[at + 1] != '"'))
            {
                at++;
                var rest = ReadPlain(text, ref at);
                isWhole &= string.IsNullOrWhiteSpace(rest);
                return cell.Append(rest.Trim()).ToString();
            }

            if (c == '"')
                at++;
            else if (c == '\n' || (c == '\r' && (at + 1 >= text.Length || text[at + 1] != '\n')))
                line++;

            cell.Append(c);
        }

        isWhole = false;
        return cell.ToString();
    }
}
