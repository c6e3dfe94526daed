using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Accounts;
using Xunit;

namespace Mihari.Tests.Web.Components.Accounts;

/// <summary>アカウント設定 and the page of a password that must be changed (manual 1.1).</summary>
public sealed class OwnAccountTests
{
    private readonly FakeAccount _account = new(new Caller(new AccountId("a1"), new CustomerId("c1"), Role.Administrator), "password-1");

    [Fact]
    public async Task Profile_IsShown_AndChanged()
    {
        await using var portal = Portal("ja");
        var page = portal.Page.Render<AccountPage>();
        Assert.Equal(("見張 太郎", "taro@example.jp"), (Value(page, "name"), Value(page, "email")));

        await page.Find("#name").ChangeAsync("見張 次郎");
        await page.Find("form[aria-labelledby=profile-heading]").SubmitAsync();

        Assert.Equal(("見張 次郎", 2), (_account.Name, _account.Revision));
        Assert.Contains("変更が完了しました。", page.Find(".banner").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_ChangedMeanwhile_SaysSo_AndKeepsWhatWasTyped()
    {
        await using var portal = Portal();
        var page = portal.Page.Render<AccountPage>();
        (_account.Revision, _account.Name) = (7, "somebody else's");

        await page.Find("#name").ChangeAsync("見張 次郎");
        await page.Find("form[aria-labelledby=profile-heading]").SubmitAsync();

        Assert.Contains("It was changed meanwhile.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("見張 次郎", Value(page, "name"));
        Assert.Equal("somebody else's", _account.Name);
        Assert.Empty(page.FindAll(".banner"));
    }

    [Fact]
    public async Task Profile_Refused_SaysWhichFieldAndWhy_AndKeepsWhatWasTyped()
    {
        await using var portal = Portal();
        portal.Grains.Put<IAccountSettings>("a1", new Refusing(new InvalidInputException("email", "must be an e-mail address", InputProblem.Email)));
        var page = portal.Page.Render<AccountPage>();

        await page.Find("#email").ChangeAsync("no-address");
        await page.Find("form[aria-labelledby=profile-heading]").SubmitAsync();

        Assert.Equal("Enter an e-mail address.", page.Find("#email-error").TextContent);
        Assert.Equal("true", page.Find("#email").GetAttribute("aria-invalid"));
        Assert.Equal("no-address", Value(page, "email"));
        Assert.Null(page.Find("#name").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Profile_ThatCannotBeRead_CanNotBeOverwritten()
    {
        await using var portal = Portal();
        portal.Grains.Put<IAccountGrain>("a1", new FakeAccount(new Caller(new AccountId("other"), null, Role.Support), null));
        var page = portal.Page.Render<AccountPage>();

        Assert.True(page.Find("#name").HasAttribute("disabled"));
        Assert.True(page.Find("form[aria-labelledby=profile-heading] button").HasAttribute("disabled"));
        Assert.Contains("It is no longer there.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PasswordOutcome.WrongCurrent, null, null, "current", "The current password is wrong.")]
    [InlineData(PasswordOutcome.NotTheSame, null, null, "again", "The two passwords are not the same.")]
    [InlineData(PasswordOutcome.BreaksRule, InputProblem.Length, "8-64", "password", "Enter 8 to 64 characters.")]
    [InlineData(PasswordOutcome.BreaksRule, InputProblem.PasswordCharacter, "ひ", "password", "“ひ” can’t be used.")]
    [InlineData(PasswordOutcome.BreaksRule, InputProblem.PasswordCharacter, "　", "password", "“space” can’t be used.")]
    public async Task Password_Refused_SaysItAtTheField_OnBothPages(PasswordOutcome outcome, InputProblem? rule, string? detail, string field, string says)
    {
        await using var portal = Portal();
        var notice = new PasswordNotice(outcome, null, rule, detail);
        var own = portal.Page.Render<AccountPage>(p => p.AddCascadingValue(Request(portal, notice)));
        var first = portal.Page.Render<PasswordPage>(p => p.AddCascadingValue(Request(portal, notice)));

        foreach (var error in new[] { own.Find($"#{field}-error"), first.Find($"#{field}-error") })
            Assert.StartsWith(says, error.TextContent, StringComparison.Ordinal);

        Assert.Equal("true", own.Find($"#{field}").GetAttribute("aria-invalid"));
        Assert.Single(own.FindAll("[aria-invalid]"));
        Assert.All(first.FindAll("input[type=password]"), input => Assert.Null(input.GetAttribute("value")));
    }

    [Theory]
    [InlineData(PasswordOutcome.Locked, "12:40")]
    [InlineData(PasswordOutcome.TooMany, "Too many attempts.")]
    [InlineData(PasswordOutcome.Stale, "The page was too old.")]
    public async Task Password_NotTried_SaysWhyAndUntilWhen(PasswordOutcome outcome, string says)
    {
        await using var portal = Portal();
        var notice = new PasswordNotice(outcome, outcome == PasswordOutcome.Locked ? new DateTimeOffset(2026, 11, 22, 3, 40, 0, TimeSpan.Zero) : null);
        var page = portal.Page.Render<PasswordPage>(p => p.AddCascadingValue(Request(portal, notice)));

        Assert.Contains(says, page.Find(".trouble").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[aria-invalid]"));
    }

    [Fact]
    public async Task Password_Changed_IsToldOnce()
    {
        await using var portal = Portal();
        var request = Request(portal, new PasswordNotice(PasswordOutcome.Changed));
        var page = portal.Page.Render<AccountPage>(p => p.AddCascadingValue(request));

        Assert.Contains("The password has been changed.", page.Find(".banner").TextContent, StringComparison.Ordinal);
        Assert.Contains("mihari.password=;", request.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "This is still the initial password.")]
    [InlineData(false, "All other devices that are signed in")]
    public async Task PasswordPage_SaysWhyOneIsThere_AndLeadsNowhereElse(bool mustChange, string says)
    {
        await using var portal = Portal();
        var page = portal.Page.Render<PasswordPage>(p => p.AddCascadingValue(Request(portal, null, mustChange)));

        Assert.StartsWith(says, page.Find("header p").TextContent, StringComparison.Ordinal);
        Assert.Equal([PasswordForm.Path, SignInForm.SignOutPath], page.FindAll("form").Select(f => f.GetAttribute("action")));
        Assert.Equal(["current", "password", "again"], page.FindAll("input[type=password]").Select(i => i.GetAttribute("name")));
        Assert.Empty(page.FindAll("a"));
    }

    private static string? Value(IRenderedComponent<AccountPage> page, string field) => page.Find("#" + field).GetAttribute("value");

    private Portals Portal(string language = "en-US")
    {
        var portal = new Portals(language);
        portal.Grains.Put<IAccountGrain>("a1", _account).Put<IAccountSettings>("a1", _account);
        portal.Page.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        portal.Page.Services.AddSingleton<PasswordNotices>();
        portal.Page.Services.AddSingleton<AntiforgeryStateProvider, NoToken>();
        return portal;
    }

    /// <summary>The request of a page that comes after an attempt.</summary>
    private HttpContext Request(Portals portal, PasswordNotice? notice, bool mustChange = false)
    {
        var request = new DefaultHttpContext { User = new SessionGrant(_account.Caller, "見張 太郎", "s", "s1", mustChange).ToPrincipal("test") };
        request.Request.Headers.Cookie = "mihari.tz=Asia%2FTokyo";
        if (notice is not null)
        {
            var before = new DefaultHttpContext();
            portal.Page.Services.GetRequiredService<PasswordNotices>().Leave(before, notice);
            request.Request.Headers.Cookie += "; " + before.Response.Headers.SetCookie.ToString().Split(';')[0];
        }

        return request;
    }

    private sealed class NoToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }

    private sealed class Refusing(RefusalException refusal) : IAccountSettings
    {
        public Task<AccountProfile> ChangeProfile(Caller by, ProfileChange change) => Task.FromException<AccountProfile>(refusal);

        public Task<SignInResult> ChangePassword(Caller by, string current, string next) => throw new NotSupportedException();

        public Task SetLanguage(Caller by, string language) => throw new NotSupportedException();
    }
}
