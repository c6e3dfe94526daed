using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mihari.Accounts;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Accounts;
using Xunit;

namespace Mihari.Tests.Web.Accounts;

/// <summary>Signing out ends the session wherever its cookie is used, and no other.</summary>
public sealed class SignOutTests
{
    private readonly FakeGrains _grains = new();
    private readonly FakeAccount _account;

    public SignOutTests() => _account = new FakeAccounts(_grains).Add("a@example.jp", "password-1", "c1");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignOut_EndsCopiesOfItsCookieAtOnceAndLeavesOtherSessions(bool byForm)
    {
        await using var web = await WebFixture.Start(_grains);
        var (cookies, others) = (new CookieContainer(), new CookieContainer());
        using var client = await SignedIn(web, cookies);
        using var other = await SignedIn(web, others);
        using var copy = web.Client(Copy(web, cookies));
        using var before = await copy.GetAsync("/api/v1/session");

        (await (byForm
            ? client.PostAsync(SignInForm.SignOutPath, new FormUrlEncodedContent([]))
            : client.DeleteAsync("/api/v1/session"))).Dispose();
        using var after = await copy.GetAsync("/api/v1/session");
        using var others2 = await other.GetAsync("/api/v1/session");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK], [before.StatusCode, after.StatusCode, others2.StatusCode]);
        var (session, until) = Assert.Single(_account.Ended);
        Assert.Equal(_account.Opened.First().Session, session);
        Assert.InRange(until - DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddHours(12) - DateTimeOffset.UnixEpoch, TimeSpan.MaxValue);
    }

    [Fact]
    public async Task SignOut_WhenTheCookieWasMadeForLonger_IsRememberedForAsLong()
    {
        await using var web = await WebFixture.Start(_grains, null, "--SignIn:SessionLength=00:05:00");
        var expires = TimeProvider.System.GetUtcNow().AddDays(3);
        using var client = web.Client();
        client.DefaultRequestHeaders.Add("Cookie", Cookie(web, new SessionGrant(_account.Caller, "a", "stamp-1", "s1").ToPrincipal("Cookies"), expires));

        (await client.DeleteAsync("/api/v1/session")).Dispose();

        Assert.InRange(_account.Ended["s1"], expires.AddSeconds(-1), expires.AddMinutes(2));
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task Cookie_WithoutASessionId_IsNotTaken(bool withId, HttpStatusCode expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        var principal = new SessionGrant(_account.Caller, "a", "stamp-1", "s1").ToPrincipal("Cookies");
        if (!withId)
            principal = new ClaimsPrincipal(new ClaimsIdentity(principal.Claims.Where(c => c.Value != "s1"), "Cookies"));

        client.DefaultRequestHeaders.Add("Cookie", Cookie(web, principal, TimeProvider.System.GetUtcNow().AddHours(1)));
        using var answer = await client.GetAsync("/api/v1/session");

        Assert.Equal(expected, answer.StatusCode);
    }

    private static async Task<HttpClient> SignedIn(WebFixture web, CookieContainer cookies)
    {
        var client = web.Client(cookies);
        using var answer = await client.SignIn("a@example.jp", "password-1");
        answer.EnsureSuccessStatusCode();
        return client;
    }

    private static CookieContainer Copy(WebFixture web, CookieContainer cookies)
    {
        var copy = new CookieContainer();
        copy.Add(cookies.GetCookies(web.Address));
        return copy;
    }

    /// <summary>A cookie as the server makes it.</summary>
    private static string Cookie(WebFixture web, ClaimsPrincipal principal, DateTimeOffset expires)
    {
        var options = web.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var ticket = new AuthenticationTicket(
            principal, new AuthenticationProperties { IssuedUtc = TimeProvider.System.GetUtcNow(), ExpiresUtc = expires }, CookieAuthenticationDefaults.AuthenticationScheme);
        return $"mihari.session={options.TicketDataFormat.Protect(ticket)}";
    }
}
