using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Mihari.Refusals;
using Mihari.Web.Components.Forms;
using Xunit;

namespace Mihari.Tests.Web.Components.Forms;

public sealed class RefusalTextsTests
{
    private static readonly RefusalTexts Texts = new(new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<FormsTexts>>());

    public static TheoryData<string, Exception, string?, string> Refusals => new()
    {
        { "ja", new InvalidInputException("name", "r", InputProblem.Length, "1-64"), "name", "1～64文字で入力してください。" },
        { "en-US", new InvalidInputException("name", "r", InputProblem.Length, "1-64"), "name", "Enter 1 to 64 characters." },
        { "ja", new InvalidInputException("email", "r", InputProblem.Email), "email", "メールアドレスの形式で入力してください。" },
        { "ja", new InvalidInputException("email", "r", InputProblem.Email, nameof(EmailProblem.IpAddress)), "email", "IPアドレスではなく、ドメイン名のメールアドレスを入力してください。" },
        { "ja", new InvalidInputException("password", "r", InputProblem.PasswordCharacter, "漢"), "password", "「漢」は使用できません。使用できるのは半角英数字と記号 @ - _ ! . $ % & + # です。" },
        { "ja", new InvalidInputException("password", "r", InputProblem.PasswordCharacter, " "), "password", "「空白」は使用できません。使用できるのは半角英数字と記号 @ - _ ! . $ % & + # です。" },
        { "en-US", new ConflictException("email", "r", Clash.Taken), "email", "It is in use already." },
        { "ja", new ConflictException("account", "r", Clash.ChangedMeanwhile, "新しい名前"), "account", "表示している間に「新しい名前」に変更されました。確認してから、もう一度お試しください。" },
        { "en-US", new ConflictException("was", "r", Clash.ChangedMeanwhile), null, "It was changed meanwhile. Look at what it is now, then try again." },
        { "en-US", new ConflictException("address", "r", Clash.TooSoon, "10"), null, "It was done a moment ago. Please wait 10 minutes and try again." },
        { "ja", new ConflictException("account", "r", Clash.Full, "1000"), "account", "登録できる上限（1000件）に達しています。" },
        { "ja", new UnknownIdException("account", "a1"), null, "対象が見つかりません。すでに削除された可能性があります。" },
        { "en-US", new NotPermittedException("x"), null, "Your role does not allow this." },
        { "ja", new TimeoutException(), null, "処理を完了できませんでした。しばらくしてから、もう一度お試しください。" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void For_Refusal_NamesItsFieldAndSaysWhy(string language, Exception refusal, string? field, string text)
    {
        using var _ = new Language(language);

        Assert.Equal(new FormError(field, text), Texts.For(refusal));
    }

    [Theory]
    [InlineData("ja")]
    [InlineData("en-US")]
    public void For_EveryRuleAndClash_HasASentence(string language)
    {
        using var _ = new Language(language);
        IEnumerable<Exception> all =
        [
            .. Enum.GetValues<InputProblem>().SelectMany(problem => new[] { "3-5", "5-5", "x", null }.Select(detail => new InvalidInputException("f", "r", problem, detail))),
            .. Enum.GetValues<EmailProblem>().Select(problem => new InvalidInputException("f", "r", InputProblem.Email, problem.ToString())),
            .. Enum.GetValues<Clash>().SelectMany(clash => new[] { "x", null }.Select(detail => new ConflictException("f", "r", clash, detail))),
        ];

        Assert.All(all, refusal =>
        {
            var text = Texts.For(refusal).Text;
            Assert.Matches(language == "ja" ? "。$" : "[.)]$", text);
            Assert.DoesNotMatch(new Regex(@"\{\d\}", RegexOptions.None, TimeSpan.FromSeconds(1)), text);
        });
    }
}
