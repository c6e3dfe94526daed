using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Tests.Web.Api;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Media;
using Mihari.Web.Accounts;
using Xunit;

namespace Mihari.Tests.Web.Accounts;

/// <summary>Personal access tokens: where they count, how long, and what wrong ones get.</summary>
public sealed class TokenTests
{
    private readonly FakeGrains _grains = new();
    private readonly FakeTokens _tokens = new(new Caller(new AccountId("t1"), new CustomerId("c1"), Role.Viewer, "検針"));

    public TokenTests()
    {
        DescribedProperty.Put(_grains);
        new FakeAccounts(_grains).Add("a@example.jp", "password-1", "c1");
        _grains.PutOthers<IAccountTokens>(_ => _tokens);
    }

    [Theory]
    [InlineData("/api/v1/buildings/b1", HttpStatusCode.OK)]
    [InlineData("/media/clips/" + DescribedProperty.Full + "/c1", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/hubs/dashboard", HttpStatusCode.Unauthorized)]
    public async Task Token_CountsForTheApiAndClipsOnly(string address, HttpStatusCode expected)
    {
        await using var web = await WebFixture.Start(_grains);
        web.Media.Put("Video/c1", "video/mp4", Samples.Mp4);
        using var client = Client(web, FakeTokens.Good);

        using var answer = await client.GetAsync(address);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Token_TellsWhoseItIs()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = Client(web, FakeTokens.Good);

        var session = await client.GetFromJsonAsync<JsonElement>("/api/v1/session");

        Assert.Equal(("t1", "viewer"), (session.GetProperty("account").GetString(), session.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task Revoked_StopsWithinFiveSeconds()
    {
        var time = new FakeTimeProvider();
        await using var web = await WebFixture.Start(_grains, time);
        using var client = Client(web, FakeTokens.Good);
        using var before = await client.GetAsync("/api/v1/session");
        _tokens.IsRevoked = true;
        time.Advance(TimeSpan.FromSeconds(4));
        using var believed = await client.GetAsync("/api/v1/session");

        time.Advance(TimeSpan.FromSeconds(1));
        using var after = await client.GetAsync("/api/v1/session");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized], [before.StatusCode, believed.StatusCode, after.StatusCode]);
        Assert.Equal(2, _tokens.Asked);
    }

    [Theory]
    [InlineData("mihari_t1_k1_wrong")]
    [InlineData("mihari_t1_k1_")]
    [InlineData("mihari_t1_k1_0123456789abcdef0123456789abcdef_")]
    [InlineData("other_t1_k1_0123456789abcdef0123456789abcdef")]
    [InlineData("")]
    [InlineData("no")]
    public async Task Wrong_IsAProblemThatSaysWhichCredentialsWouldDo_EvenBesideACookie(string token)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + token);

        using var answer = await client.GetAsync("/api/v1/buildings");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongOnes_AreCountedByAddress_AndLeaveAGoodOneThatWasInUseAlone()
    {
        var time = new FakeTimeProvider();
        await using var web = await WebFixture.Start(_grains, time, "--SignIn:AttemptsPerMinute=2");
        using var good = Client(web, FakeTokens.Good);
        using var wrong = Client(web, "mihari_t1_k1_wrong");
        (await good.GetAsync("/api/v1/session")).Dispose();
        (await wrong.GetAsync("/api/v1/session")).Dispose();
        (await wrong.GetAsync("/api/v1/session")).Dispose();
        var asked = _tokens.Asked;

        using var tooMany = await wrong.GetAsync("/api/v1/session");
        Assert.Equal(asked, _tokens.Asked);
        time.Advance(TokenCallers.Freshness);
        using var still = await good.GetAsync("/api/v1/session");

        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        Assert.NotNull(tooMany.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Token_IsInNoLog()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = Client(web, FakeTokens.Good);
        using var wrong = Client(web, "mihari_t1_k1_wrongsecret");

        (await client.GetAsync("/api/v1/session")).Dispose();
        (await wrong.GetAsync("/api/v1/session")).Dispose();

        Assert.DoesNotContain(web.Logs.Lines, line => line.Contains("mihari_t1", StringComparison.Ordinal) || line.Contains("wrongsecret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ForeignSite_IsRefusedWithATokenToo()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = Client(web, FakeTokens.Good);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/buildings") { Content = JsonContent.Create(new { name = "x" }) };
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("not from this origin", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    private static HttpClient Client(WebFixture web, string token)
    {
        var client = web.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
