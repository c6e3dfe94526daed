using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mihari.Web.Branding;

/// <summary>A colour of sRGB, and whether text can be read in it (WCAG 2, contrast).</summary>
internal readonly record struct BrandColor(byte Red, byte Green, byte Blue)
{
    public static readonly BrandColor LightSurface = new(0xff, 0xff, 0xff);
    public static readonly BrandColor DarkSurface = new(0x13, 0x1b, 0x23);

    /// <summary>What WCAG AA asks of text.</summary>
    private const double LeastContrast = 4.5;

    /// <summary>Reads <c>#rrggbb</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BrandColor color)
    {
        color = default;
        if (text is not ['#', ..] || text.Length != 7 || !uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb))
            return false;

        color = new BrandColor((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
        return true;
    }

    /// <summary>Why the text is no colour that can be read on the surface; null where it is one, or is not set.</summary>
    public static string? Failure(string? text, BrandColor surface)
    {
        if (string.IsNullOrEmpty(text))
            return null;

        if (!TryParse(text, out var color))
            return "must be a colour like #0b6477";

        var contrast = color.ContrastTo(surface);
        return contrast >= LeastContrast
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"has a contrast of {Math.Floor(contrast * 10) / 10:0.0} to {surface}; text needs {LeastContrast:0.0} or more");
    }

    /// <summary>1 to 21.</summary>
    public double ContrastTo(BrandColor other)
    {
        var (one, two) = (Luminance, other.Luminance);
        return (Math.Max(one, two) + 0.05) / (Math.Min(one, two) + 0.05);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    private static double Linear(byte channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
