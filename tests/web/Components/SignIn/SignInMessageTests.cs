using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Mihari.Web.Accounts;
using Mihari.Web.Components.SignIn;
using Mihari.Web.Components.Viewers;
using Xunit;

namespace Mihari.Tests.Web.Components.SignIn;

public sealed class SignInMessageTests
{
    [Theory]
    [InlineData("ja", "Asia/Tokyo", "パスワードを5回連続して間違えたため、アカウントがロックされています。13:05以降（あと30分）に再度お試しください。")]
    [InlineData("en-US", "Asia/Tokyo", "The account is locked because a wrong password was entered five times in a row. Please try again after 1:05 PM (in 30 min).")]
    [InlineData("en-US", "UTC", "The account is locked because a wrong password was entered five times in a row. Please try again after 4:05 AM (UTC) (in 30 min).")]
    public void For_Locked_SaysUntilWhenInTheViewersLanguageAndZone(string language, string zone, string text)
    {
        using var chosen = new Language(language);
        var viewer = new Viewer { Zone = TimeZoneInfo.FindSystemTimeZoneById(zone) };

        var message = SignInMessage.For(new SignInNotice(SignInProblem.Locked, "", Cards.Now.AddMinutes(30)), viewer, Cards.Now, Texts());

        Assert.Equal(text, message);
    }

    [Theory]
    [InlineData(SignInProblem.Rejected, "メールアドレスまたはパスワードが正しくありません。")]
    [InlineData(SignInProblem.TooMany, "ログインの試行回数が多すぎます。1分ほど待ってから再度お試しください。")]
    [InlineData(SignInProblem.Stale, "ページの有効期限が切れました。もう一度ログインしてください。")]
    public void For_Problem_SaysWhich(SignInProblem problem, string text)
    {
        using var chosen = new Language("ja");

        Assert.Equal(text, SignInMessage.For(new SignInNotice(problem, "", null), new Viewer(), Cards.Now, Texts()));
    }

    private static IStringLocalizer Texts() => new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider()
        .GetRequiredService<IStringLocalizer<SignInTexts>>();
}
