using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Accounts;

/// <summary>Signing in by the API, and what a session is worth.</summary>
public sealed class SignInTests
{
    private readonly FakeGrains _grains = new();
    private readonly FakeAccounts _accounts;

    public SignInTests() => _accounts = new FakeAccounts(_grains);

    [Fact]
    public async Task SignIn_RightPassword_OpensASession()
    {
        _accounts.Add("a@example.jp", "password-1", "c1");
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await client.SignIn(" A@Example.JP ", "password-1");
        var session = await client.GetFromJsonAsync<JsonElement>("/api/v1/session");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("mihari.session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("c1", session.GetProperty("customer").GetString());
        Assert.Equal("administrator", session.GetProperty("role").GetString());
    }

    [Fact]
    public async Task SignIn_BehindHttps_MarksTheCookieSecure()
    {
        _accounts.Add("a@example.jp", "password-1", "c1");
        await using var web = await WebFixture.Start(_grains, null, "--Web:PublicUrl=https://mihari.example");
        using var client = web.Client();

        using var answer = await client.SignIn("a@example.jp", "password-1");

        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task SignIn_UnknownAddress_AnswersLikeAWrongPasswordAndCostsAsMuch()
    {
        var account = _accounts.Add("a@example.jp", "password-1", "c1");
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var wrong = await client.SignIn("a@example.jp", "wrong");
        using var unknown = await client.SignIn("nobody@example.jp", "wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(await wrong.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
        Assert.Equal(1, account.Tries);
        Assert.Single(_accounts.Asked, id => id.StartsWith("nobody-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_LockedAccount_TellsUntilWhen()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));
        _accounts.Add("a@example.jp", "password-1", "c1").LockedUntil = time.GetUtcNow().AddMinutes(30);
        await using var web = await WebFixture.Start(_grains, time);
        using var client = web.Client();

        using var answer = await client.SignIn("a@example.jp", "password-1");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.Locked, answer.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(30), answer.Headers.RetryAfter!.Delta);
        Assert.Equal(time.GetUtcNow().AddMinutes(30), problem.GetProperty("lockedUntil").GetDateTimeOffset());
    }

    [Fact]
    public async Task SignIn_MoreThanTheRate_IsRefusedWithoutAsking()
    {
        var account = _accounts.Add("a@example.jp", "password-1", "c1");
        await using var web = await WebFixture.Start(_grains, null, "--SignIn:AttemptsPerMinute=3");
        using var client = web.Client();

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var answer = await client.SignIn("a@example.jp", "wrong");
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], statuses);
        Assert.Equal(3, account.Tries);
    }

    [Fact]
    public async Task Session_StampChanged_EndsWithinFiveSeconds()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));
        var account = _accounts.Add("a@example.jp", "password-1", "c1");
        await using var web = await WebFixture.Start(_grains, time);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();

        using var before = await client.GetAsync("/api/v1/session");
        using var again = await client.GetAsync("/api/v1/session");
        account.Stamp = "stamp-2";
        time.Advance(TimeSpan.FromSeconds(5));
        using var after = await client.GetAsync("/api/v1/session");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized], [before.StatusCode, again.StatusCode, after.StatusCode]);
        Assert.Equal(2, account.Checks);
    }

    [Fact]
    public async Task Session_UnusedForTwelveHours_IsOver()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));
        _accounts.Add("a@example.jp", "password-1", "c1");
        await using var web = await WebFixture.Start(_grains, time);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();

        time.Advance(TimeSpan.FromHours(11));
        using var used = await client.GetAsync("/api/v1/session");
        time.Advance(TimeSpan.FromHours(11));
        using var renewed = await client.GetAsync("/api/v1/session");
        time.Advance(TimeSpan.FromHours(13));
        using var late = await client.GetAsync("/api/v1/session");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized], [used.StatusCode, renewed.StatusCode, late.StatusCode]);
    }

    [Fact]
    public async Task SignOut_ThenNothing_IsSignedIn()
    {
        _accounts.Add("a@example.jp", "password-1", "c1");
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();

        using var left = await client.DeleteAsync("/api/v1/session");
        using var after = await client.GetAsync("/api/v1/session");

        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Theory]
    [InlineData("{\"email\":", HttpStatusCode.BadRequest)]
    [InlineData("{\"email\":null,\"password\":null}", HttpStatusCode.Unauthorized)]
    [InlineData("{}", HttpStatusCode.Unauthorized)]
    public async Task SignIn_OddBodies_AreRefused(string body, HttpStatusCode expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await client.PostAsync("/api/v1/session", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task SignIn_AsAForm_IsRefused()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await client.PostAsync("/api/v1/session", new FormUrlEncodedContent([new("email", "a@example.jp"), new("password", "x")]));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }
}
