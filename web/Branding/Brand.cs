using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Mihari.Web.Branding;

/// <summary>One of the operator's texts that the footer leads to.</summary>
public enum BrandDocument
{
    /// <summary>利用規約.</summary>
    Terms = 1,

    /// <summary>プライバシーポリシー.</summary>
    Privacy = 2,

    /// <summary>アクセス情報の取り扱い.</summary>
    AccessInformation = 3,
}

/// <summary>A heading or a paragraph.</summary>
public sealed record BrandText(bool IsHeading, string Text);

/// <summary>How the product is called and looks on this server, from <see cref="BrandingOptions"/>, read once.</summary>
public sealed class Brand
{
    private readonly BrandingOptions _options;
    private readonly Lazy<(byte[] Bytes, string ContentType, string Version)?> _logo;

    /// <param name="options">Checked at start.</param>
    public Brand(IOptions<BrandingOptions> options)
    {
        _options = options.Value;
        _logo = new(ReadLogo);
    }

    /// <summary>The product's name.</summary>
    public string Name => _options.Name;

    /// <summary>プロバイダー名; null: not shown.</summary>
    public string? Provider => string.IsNullOrWhiteSpace(_options.ProviderName) ? null : _options.ProviderName.Trim();

    /// <summary>The line below the name in the viewer's language; null: the portal's own.</summary>
    public string? Subtitle => Pick(_options.SubtitleJa, _options.SubtitleEn, orOther: false);

    /// <summary>The address of the logo, which changes with its content; null: the product's own mark.</summary>
    public string? LogoAddress => _logo.Value is { } logo ? $"brand/logo?v={logo.Version}" : null;

    /// <summary>The logo's bytes and their type; null where there is none.</summary>
    public (byte[] Bytes, string ContentType)? Logo => _logo.Value is { } logo ? (logo.Bytes, logo.ContentType) : null;

    /// <summary>Style rules for the operator's colours; null: the portal's own. Built from parsed colours, so nothing else can be in it.</summary>
    public string? Style
    {
        get
        {
            var light = BrandColor.TryParse(_options.AccentColor, out var onLight) ? onLight.ToString() : null;
            var dark = BrandColor.TryParse(_options.AccentColorDark, out var onDark) ? onDark.ToString() : null;
            if (light is null && dark is null)
                return null;

            var (l, d) = (light ?? "#0b6477", dark ?? "#5cc0d2");
            return $":root{{--mh-accent:light-dark({l},{d});--mh-accent-strong:light-dark(color-mix(in srgb,{l} 78%,#000),color-mix(in srgb,{d} 70%,#fff));"
                + $"--mh-accent-soft:light-dark(color-mix(in srgb,{l} 12%,#fff),color-mix(in srgb,{d} 18%,#131b23))}}";
        }
    }

    /// <summary>The text in the viewer's language, or else in the other; empty where the operator has set none.</summary>
    public ImmutableArray<BrandText> Read(BrandDocument document)
    {
        var file = document switch
        {
            BrandDocument.Terms => Pick(_options.TermsFileJa, _options.TermsFileEn, orOther: true),
            BrandDocument.Privacy => Pick(_options.PrivacyFileJa, _options.PrivacyFileEn, orOther: true),
            _ => Pick(_options.AccessInformationFileJa, _options.AccessInformationFileEn, orOther: true),
        };
        return file is null ? [] : Parse(BrandFile.Text(File.ReadAllBytes(file)) ?? "");
    }

    internal static ImmutableArray<BrandText> Parse(string text)
    {
        var parts = ImmutableArray.CreateBuilder<BrandText>();
        var paragraph = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            var isHeading = line.StartsWith("# ", StringComparison.Ordinal);
            if ((isHeading || string.IsNullOrWhiteSpace(line)) && paragraph.Count > 0)
            {
                parts.Add(new BrandText(false, string.Join('\n', paragraph)));
                paragraph.Clear();
            }

            if (isHeading)
                parts.Add(new BrandText(true, line[2..].Trim()));
            else if (!string.IsNullOrWhiteSpace(line))
                paragraph.Add(line.TrimEnd());
        }

        return parts.ToImmutable();
    }

    private static string? Pick(string? japanese, string? english, bool orOther)
    {
        var (own, other) = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "ja" ? (japanese, english) : (english, japanese);
        return !string.IsNullOrEmpty(own) ? own : orOther && !string.IsNullOrEmpty(other) ? other : null;
    }

    private (byte[] Bytes, string ContentType, string Version)? ReadLogo()
    {
        if (string.IsNullOrEmpty(_options.LogoFile))
            return null;

        var bytes = File.ReadAllBytes(_options.LogoFile);
        return (bytes, BrandFile.ContentType(_options.LogoFile), Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8)));
    }
}
