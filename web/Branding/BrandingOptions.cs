using System.ComponentModel.DataAnnotations;

namespace Mihari.Web.Branding;

/// <summary>How the product is called and looks, and what its footer leads to (section <c>Branding</c>): all of it is the operator's.</summary>
public sealed class BrandingOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Branding";

    /// <summary>The product's name in the bar, in titles and on the sign-in page. 1 to 40 characters, default Mihari.</summary>
    [Required, StringLength(40, MinimumLength = 1, ErrorMessage = "must be 1 to 40 characters long")]
    public string Name { get; set; } = "Mihari";

    /// <summary>The line below the name in Japanese. At most 60 characters; default: 集合住宅向けサービスポータル.</summary>
    [StringLength(60, ErrorMessage = "must be at most 60 characters long")]
    public string? SubtitleJa { get; set; }

    /// <summary>The line below the name in English. At most 60 characters; default: Apartment building portal.</summary>
    [StringLength(60, ErrorMessage = "must be at most 60 characters long")]
    public string? SubtitleEn { get; set; }

    /// <summary>プロバイダー名 where a room is added. At most 60 characters; default: not shown.</summary>
    [StringLength(60, ErrorMessage = "must be at most 60 characters long")]
    public string? ProviderName { get; set; }

    /// <summary>A logo: an SVG or PNG file of at most 256 KiB, shown 32 pixels high. Default: the product's own.</summary>
    public string? LogoFile { get; set; }

    /// <summary>The colour of buttons and links on light ground, as <c>#rrggbb</c>; its contrast to white is at least 4.5. Default: the product's own.</summary>
    public string? AccentColor { get; set; }

    /// <summary>The same on dark ground; its contrast to <c>#131b23</c> is at least 4.5. Default: the product's own.</summary>
    public string? AccentColorDark { get; set; }

    /// <summary>利用規約 in Japanese: a text file in UTF-8, at most 256 KiB. A line that begins with <c># </c> is a heading, an empty one ends a paragraph.</summary>
    public string? TermsFileJa { get; set; }

    /// <summary>利用規約 in English.</summary>
    public string? TermsFileEn { get; set; }

    /// <summary>プライバシーポリシー in Japanese.</summary>
    public string? PrivacyFileJa { get; set; }

    /// <summary>プライバシーポリシー in English.</summary>
    public string? PrivacyFileEn { get; set; }

    /// <summary>アクセス情報の取り扱い in Japanese.</summary>
    public string? AccessInformationFileJa { get; set; }

    /// <summary>アクセス情報の取り扱い in English.</summary>
    public string? AccessInformationFileEn { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var failures = new (string Key, string? Failure)[]
        {
            (nameof(LogoFile), BrandFile.FailureOfLogo(LogoFile)),
            (nameof(AccentColor), BrandColor.Failure(AccentColor, BrandColor.LightSurface)),
            (nameof(AccentColorDark), BrandColor.Failure(AccentColorDark, BrandColor.DarkSurface)),
            (nameof(TermsFileJa), BrandFile.FailureOfText(TermsFileJa)),
            (nameof(TermsFileEn), BrandFile.FailureOfText(TermsFileEn)),
            (nameof(PrivacyFileJa), BrandFile.FailureOfText(PrivacyFileJa)),
            (nameof(PrivacyFileEn), BrandFile.FailureOfText(PrivacyFileEn)),
            (nameof(AccessInformationFileJa), BrandFile.FailureOfText(AccessInformationFileJa)),
            (nameof(AccessInformationFileEn), BrandFile.FailureOfText(AccessInformationFileEn)),
        };
        return failures.Where(f => f.Failure is not null).Select(f => new ValidationResult(f.Failure, [f.Key]));
    }
}
