using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Accounts;
using Xunit;

namespace Mihari.Tests.Web.Accounts;

/// <summary>The forms of the portal: where they lead, and what they tell.</summary>
public sealed class SignInFormTests
{
    private readonly FakeGrains _grains = new();
    private readonly FakeAccounts _accounts;

    public SignInFormTests() => _accounts = new FakeAccounts(_grains);

    [Theory]
    [InlineData("/buildings/b1?tab=cameras", "/buildings/b1?tab=cameras")]
    [InlineData("", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/")]
    public async Task SignIn_RightPassword_GoesToALocalAddressOnly(string returnUrl, string expected)
    {
        _accounts.Add("a@example.jp", "password-1", "c1");
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await Post(web, client, "a@example.jp", "password-1", returnUrl);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("mihari.session=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_WrongPassword_GoesBackWithTheAddressButNotInTheUrl()
    {
        _accounts.Add("a@example.jp", "password-1", "c1");
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await Post(web, client, "a@example.jp", "wrong", "/buildings/b1");

        Assert.Equal("/sign-in?returnUrl=%2Fbuildings%2Fb1", answer.Headers.Location!.OriginalString);
        Assert.Equal(new SignInNotice(SignInProblem.Rejected, "a@example.jp", null), Notice(web, answer));
        Assert.DoesNotContain(answer.Headers.GetValues("Set-Cookie"), c => c.Contains("example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_LockedAccount_TellsUntilWhen()
    {
        var until = new DateTimeOffset(2026, 11, 22, 3, 30, 0, TimeSpan.Zero);
        _accounts.Add("a@example.jp", "password-1", "c1").LockedUntil = until;
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await Post(web, client, "a@example.jp", "password-1", "/");

        Assert.Equal("/sign-in", answer.Headers.Location!.OriginalString);
        Assert.Equal(new SignInNotice(SignInProblem.Locked, "a@example.jp", until), Notice(web, answer));
    }

    [Fact]
    public async Task SignIn_WithoutAntiforgeryToken_AsksNobody()
    {
        var account = _accounts.Add("a@example.jp", "password-1", "c1");
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await client.PostAsync(
            SignInForm.SignInPath, new FormUrlEncodedContent([new("email", "a@example.jp"), new("password", "password-1")]));

        Assert.Equal("/sign-in", answer.Headers.Location!.OriginalString);
        Assert.Equal(SignInProblem.Stale, Notice(web, answer)!.Problem);
        Assert.Equal(0, account.Tries);
    }

    [Fact]
    public async Task SignIn_MoreThanTheRate_TellsSo()
    {
        await using var web = await WebFixture.Start(_grains, null, "--SignIn:AttemptsPerMinute=1");
        using var client = web.Client();

        (await Post(web, client, "a@example.jp", "wrong", "/")).Dispose();
        using var answer = await Post(web, client, "a@example.jp", "wrong", "/");

        Assert.Equal("/sign-in", answer.Headers.Location!.OriginalString);
        Assert.Equal(SignInProblem.TooMany, Notice(web, answer)!.Problem);
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        _accounts.Add("a@example.jp", "password-1", "c1");
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();

        using var left = await client.PostAsync(SignInForm.SignOutPath, new FormUrlEncodedContent([]));
        using var after = await client.GetAsync("/api/v1/session");

        Assert.Equal("/sign-in", left.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Theory]
    [InlineData("cross-site", null, HttpStatusCode.Forbidden)]
    [InlineData("same-site", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData(null, "null", HttpStatusCode.Forbidden)]
    [InlineData("same-origin", null, HttpStatusCode.Redirect)]
    [InlineData(null, null, HttpStatusCode.Redirect)]
    public async Task SignOut_FromAnotherSite_IsRefused(string? site, string? origin, HttpStatusCode expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, SignInForm.SignOutPath) { Content = new FormUrlEncodedContent([]) };
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        if (origin is not null)
            request.Headers.Add("Origin", origin);

        using var answer = await client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task SignOut_FromTheSameOriginInAnOldBrowser_IsTaken()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, SignInForm.SignOutPath) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Origin", web.Address.GetLeftPart(UriPartial.Authority));

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task Page_WithoutASession_LeadsToTheSignInPage()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await client.GetAsync("/");

        Assert.Equal("/sign-in?returnUrl=%2F", answer.Headers.Location!.PathAndQuery);
    }

    private static async Task<HttpResponseMessage> Post(WebFixture web, HttpClient client, string email, string password, string returnUrl)
    {
        var tokens = Tokens(web);
        using var request = new HttpRequestMessage(HttpMethod.Post, SignInForm.SignInPath)
        {
            Content = new FormUrlEncodedContent(
            [
                new("email", email), new("password", password), new("returnUrl", returnUrl), new(tokens.FormFieldName, tokens.RequestToken!),
            ]),
        };
        request.Headers.Add("Cookie", $"mihari.antiforgery={tokens.CookieToken}");
        return await client.SendAsync(request);
    }

    /// <summary>What the sign-in page would have got.</summary>
    private static AntiforgeryTokenSet Tokens(WebFixture web) =>
        web.Services.GetRequiredService<IAntiforgery>().GetTokens(new DefaultHttpContext { RequestServices = web.Services });

    private static SignInNotice? Notice(WebFixture web, HttpResponseMessage answer)
    {
        var cookie = answer.Headers.GetValues("Set-Cookie").Last(c => c.StartsWith("mihari.sign-in=", StringComparison.Ordinal));
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = Regex.Match(cookie, "^[^;]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        return web.Services.GetRequiredService<SignInNotices>().Take(context);
    }
}
