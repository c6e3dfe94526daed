using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Tests.Web.Api;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Accounts;
using Xunit;

namespace Mihari.Tests.Web.Accounts;

/// <summary>The forms of one's own account: a new password, the end of all sessions, the language, and the name in the greeting.</summary>
public sealed class PasswordFormTests
{
    private readonly FakeGrains _grains = new();
    private readonly FakeAccount _account;

    public PasswordFormTests()
    {
        DescribedProperty.Put(_grains);
        _account = new FakeAccounts(_grains).Add("a@example.jp", "password-1", "c1");
    }

    [Fact]
    public async Task Change_RenewsThisSessionAndEndsTheOthers()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web);
        using var other = await SignedIn(web);
        using var before = await other.GetAsync("/api/v1/session");

        using var answer = await Post(client, "password-1", "Password-2", "Password-2", ("returnUrl", "/buildings/b1"));
        using var mine = await client.GetAsync("/api/v1/session");
        using var theirs = await other.GetAsync("/api/v1/session");

        Assert.Equal("/buildings/b1", answer.Headers.Location!.OriginalString);
        Assert.Equal(new PasswordNotice(PasswordOutcome.Changed), Notice(web, answer));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized], [before.StatusCode, mine.StatusCode, theirs.StatusCode]);
        Assert.Equal(new Origin(OriginKind.Portal, "127.0.0.1"), _account.ChangedBy!.From);
        Assert.Equal("見張 太郎", _account.ChangedBy.Name);
    }

    [Theory]
    [InlineData("wrong", "Password-2", "Password-2", PasswordOutcome.WrongCurrent, null, null)]
    [InlineData("password-1", "Password-2", "Password-3", PasswordOutcome.NotTheSame, null, null)]
    [InlineData("password-1", "short", "short", PasswordOutcome.BreaksRule, InputProblem.Length, "8-64")]
    public async Task Change_Refused_GoesBackAndTellsWhy(string current, string next, string again, PasswordOutcome expected, InputProblem? rule, string? detail)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web);

        using var answer = await Post(client, current, next, again, ("returnUrl", "/buildings/b1"), ("page", "/account"));
        using var after = await client.GetAsync("/api/v1/session");

        Assert.Equal("/account?returnUrl=%2Fbuildings%2Fb1", answer.Headers.Location!.OriginalString);
        Assert.Equal(new PasswordNotice(expected, null, rule, detail), Notice(web, answer));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Null(_account.ChangedBy);
        Assert.DoesNotContain(web.Logs.Lines, line => line.Contains(next, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_LockedAccount_TellsUntilWhen()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web);
        _account.LockedUntil = new DateTimeOffset(2026, 11, 22, 3, 30, 0, TimeSpan.Zero);

        using var answer = await Post(client, "password-1", "Password-2", "Password-2");

        Assert.Equal("/account/password", answer.Headers.Location!.OriginalString);
        Assert.Equal(new PasswordNotice(PasswordOutcome.Locked, _account.LockedUntil), Notice(web, answer));
    }

    [Fact]
    public async Task Change_MoreThanTheRate_TellsSo()
    {
        await using var web = await WebFixture.Start(_grains, null, "--SignIn:AttemptsPerMinute=2");
        using var client = await SignedIn(web);

        (await Post(client, "wrong", "Password-2", "Password-2")).Dispose();
        using var answer = await Post(client, "wrong", "Password-2", "Password-2");

        Assert.Equal("/account/password", answer.Headers.Location!.OriginalString);
        Assert.Equal(PasswordOutcome.TooMany, Notice(web, answer)!.Outcome);
    }

    [Fact]
    public async Task Change_WithoutAToken_ChangesNothing()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web);

        using var answer = await client.PostAsync(
            PasswordForm.Path, new FormUrlEncodedContent([new("current", "password-1"), new("password", "Password-2"), new("again", "Password-2")]));

        Assert.Equal(PasswordOutcome.Stale, Notice(web, answer)!.Outcome);
        Assert.Null(_account.ChangedBy);
    }

    [Fact]
    public async Task SignOutEverywhere_EndsAllSessionsAtOnce()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web);
        using var other = await SignedIn(web);
        using var before = await other.GetAsync("/api/v1/session");

        using var answer = await Forms.Post(client, PasswordForm.SignOutEverywherePath);
        using var mine = await client.GetAsync("/api/v1/session");
        using var theirs = await other.GetAsync("/api/v1/session");

        Assert.Equal("/sign-in", answer.Headers.Location!.OriginalString);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [before.StatusCode, mine.StatusCode, theirs.StatusCode]);
    }

    [Fact]
    public async Task Language_IsRememberedWithTheAccountAndSetAtTheNextSignIn()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web);
        using var fresh = web.Client();

        (await client.GetAsync("/language/ja")).Dispose();
        using var answer = await Forms.Post(fresh, SignInForm.SignInPath, ("email", "a@example.jp"), ("password", "password-1"));

        Assert.Equal("ja", _account.Language);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith(".AspNetCore.Culture=c%3Dja%7Cuic%3Dja", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Greeting_FollowsTheAccountsName_WithoutMakingOpenFormsStale()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web);
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        var token = await Forms.Token(client);

        _account.Name = "改名 花子";
        var page = await client.GetStringAsync("/");
        using var renewed = await client.GetAsync("/api/v1/session");
        using var form = await client.PostAsync(PasswordForm.SignOutEverywherePath, new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));

        Assert.Contains("改名 花子", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("改名 花子", await renewed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/sign-in", form.Headers.Location!.OriginalString);
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string current, string next, string again, params (string, string)[] more) =>
        Forms.Post(client, PasswordForm.Path, [("current", current), ("password", next), ("again", again), .. more]);

    private static PasswordNotice? Notice(WebFixture web, HttpResponseMessage answer) =>
        Forms.Notice(web.Services.GetRequiredService<PasswordNotices>(), "mihari.password", answer);

    private static async Task<HttpClient> SignedIn(WebFixture web)
    {
        var client = web.Client();
        using var answer = await client.SignIn("a@example.jp", "password-1");
        answer.EnsureSuccessStatusCode();
        return client;
    }
}
