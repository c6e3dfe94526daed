using System.Collections.Immutable;
using Bunit;
using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Web.Components.Tokens;
using Xunit;

namespace Mihari.Tests.Web.Components.Tokens;

/// <summary>Tokens are shown once, and a refusal leaves what was typed.</summary>
public sealed class TokensPageTests
{
    [Fact]
    public async Task Create_ShowsTheTokenUntilItIsClosed_AndListsIt()
    {
        await using var portal = new Portals("en-US");
        var tokens = new FakeTokens();
        portal.Grains.Put<IAccountTokens>("a1", tokens);
        var page = portal.Page.Render<TokensPage>();

        await page.Find("#token-name").ChangeAsync("nightly report");
        await page.Find("#token-days").ChangeAsync("30");
        await page.Find("form.new").SubmitAsync();

        Assert.Equal("mihari_a1_t1_secret", page.Find(".issued code").TextContent);
        Assert.Equal((Role.Viewer, portal.Time.GetUtcNow().AddDays(30)), (tokens.Asked!.Role, tokens.Asked.Expires));
        Assert.Contains("nightly report", page.Find("table tbody").TextContent, StringComparison.Ordinal);
        await page.Find(".issued > button").ClickAsync(new());
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ThatIsRefused_SaysWhereAndKeepsTheName()
    {
        await using var portal = new Portals("en-US");
        portal.Grains.Put<IAccountTokens>("a1", new FakeTokens { Refusal = new InvalidInputException("name", "must be 1 to 64 characters long", InputProblem.Length, "1-64") });
        var page = portal.Page.Render<TokensPage>();

        await page.Find("#token-name").ChangeAsync(new string('x', 100));
        await page.Find("form.new").SubmitAsync();

        Assert.Equal(new string('x', 100), page.Find("#token-name").GetAttribute("value"));
        Assert.Equal("true", page.Find("#token-name").GetAttribute("aria-invalid"));
        Assert.Empty(page.FindAll(".issued"));
    }

    private sealed class FakeTokens : IAccountTokens
    {
        public RefusalException? Refusal { get; init; }

        public NewToken? Asked { get; private set; }

        public Task<ImmutableArray<TokenInfo>> GetTokens(Caller by) => Task.FromResult<ImmutableArray<TokenInfo>>([]);

        public Task<IssuedToken> CreateToken(Caller by, NewToken token)
        {
            if (Refusal is not null)
                throw Refusal;

            Asked = token;
            return Task.FromResult(new IssuedToken(new TokenInfo("t1", token.Name, token.Role, token.Expires.AddDays(-1), token.Expires), "mihari_a1_t1_secret"));
        }

        public Task RevokeToken(Caller by, string token) => Task.CompletedTask;

        public Task<Caller?> FindCaller(string token, ImmutableArray<byte> secretHash) => Task.FromResult<Caller?>(null);
    }
}
