using System.Globalization;

namespace Mihari.Web.Fleet;

/// <summary>Which of two firmware versions is older: numbers count by value, and 2.0-rc1 comes before 2.0.</summary>
internal sealed class FirmwareOrder : IComparer<string>
{
    public static readonly FirmwareOrder Instance = new();

    private static readonly CompareInfo Plain = CultureInfo.InvariantCulture.CompareInfo;

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return x is null ? y is null ? 0 : -1 : 1;

        var (a, b) = (Parts(x), Parts(y));
        var release = Plain.Compare(a.Release, b.Release, CompareOptions.NumericOrdering | CompareOptions.IgnoreCase);
        if (release != 0)
            return release;

        // What is still to become a release is older than it.
        if (a.Suffix.Length == 0 || b.Suffix.Length == 0)
            return b.Suffix.Length.CompareTo(a.Suffix.Length);

        return Plain.Compare(a.Suffix, b.Suffix, CompareOptions.NumericOrdering | CompareOptions.IgnoreCase);
    }

    private static (string Release, string Suffix) Parts(string version)
    {
        var plain = version.Trim().TrimStart('v', 'V');
        var cut = plain.IndexOf('-', StringComparison.Ordinal);
        return cut < 0 ? (plain, "") : (plain[..cut], plain[(cut + 1)..]);
    }
}
