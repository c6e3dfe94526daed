using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Mihari.Tests.Web.Components;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Branding;
using Xunit;

namespace Mihari.Tests.Web.Branding;

/// <summary>What the operator may set, and what is refused at start.</summary>
public sealed class BrandTests
{
    [Theory]
    [InlineData("#ffff00", "contrast")]
    [InlineData("red", "colour like")]
    [InlineData("#12345g", "colour like")]
    [InlineData("url(x)", "colour like")]
    public void AccentColor_ThatIsNoneOrCannotBeRead_IsRefused(string color, string reason)
    {
        var failure = Assert.Single(Failures(new BrandingOptions { AccentColor = color }));

        Assert.Equal(nameof(BrandingOptions.AccentColor), Assert.Single(failure.MemberNames));
        Assert.Contains(reason, failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void AccentColor_IsMeasuredAgainstItsOwnGround()
    {
        Assert.Empty(Failures(new BrandingOptions { AccentColor = "#0b6477", AccentColorDark = "#5cc0d2" }));
        Assert.Single(Failures(new BrandingOptions { AccentColorDark = "#0b6477" }));
        Assert.Contains("#0b6477", new Brand(Options.Create(new BrandingOptions { AccentColor = "#0B6477" })).Style, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_ThatAreAbsentTooLargeOrOfAnotherKind_AreRefused()
    {
        using var folder = new TemporaryFolder();
        var text = Path.Combine(folder.Path, "terms.txt");
        File.WriteAllBytes(text, [0xff, 0xfe, 0x00, 0x80]);
        var large = Path.Combine(folder.Path, "large.txt");
        File.WriteAllBytes(large, new byte[(256 * 1024) + 1]);
        var script = Path.Combine(folder.Path, "logo.html");
        File.WriteAllText(script, "<svg></svg>");

        Assert.Contains("UTF-8", Assert.Single(Failures(new BrandingOptions { TermsFileJa = text })).ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("256 KiB", Assert.Single(Failures(new BrandingOptions { PrivacyFileEn = large })).ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("SVG or PNG", Assert.Single(Failures(new BrandingOptions { LogoFile = script })).ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("can be read", Assert.Single(Failures(new BrandingOptions { AccessInformationFileJa = Path.Combine(folder.Path, "none") })).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GivesTheViewersLanguage_OrElseTheOther_AsHeadingsAndParagraphs()
    {
        using var folder = new TemporaryFolder();
        using var japanese = new Language("ja");
        var file = Path.Combine(folder.Path, "terms.txt");
        File.WriteAllText(file, "# Terms\r\nfirst line\nsecond line\n\n<script>alert(1)</script>\n");
        var brand = new Brand(Options.Create(new BrandingOptions { TermsFileEn = file }));

        Assert.Equal(
            [new BrandText(true, "Terms"), new BrandText(false, "first line\nsecond line"), new BrandText(false, "<script>alert(1)</script>")],
            brand.Read(BrandDocument.Terms).AsEnumerable());
        Assert.Empty(brand.Read(BrandDocument.Privacy));
    }

    private static List<ValidationResult> Failures(BrandingOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results;
    }
}
