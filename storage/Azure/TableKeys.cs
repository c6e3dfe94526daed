using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mihari.Storage.Azure;

/// <summary>
/// Texts as parts of keys. Tables forbid <c>/ \ # ?</c> and control characters, and order by code unit; here letters, digits
/// and <c>- _ .</c> stay, and every other byte of the UTF-8 form becomes <c>=</c> with two hex digits. <c>~</c> is left
/// to separate parts, and sorts behind all of them.
/// </summary>
internal static class TableKeys
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
            return text;

        var escaped = new StringBuilder(text.Length * 3);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b < 128 && Plain.Contains((char)b))
                escaped.Append((char)b);
            else
                escaped.Append('=').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }

    public static string Unescape(string escaped)
    {
        if (!escaped.Contains('=', StringComparison.Ordinal))
            return escaped;

        var bytes = new List<byte>(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '=')
            {
                bytes.Add((byte)escaped[i]);
                continue;
            }

            bytes.Add(byte.Parse(escaped.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
