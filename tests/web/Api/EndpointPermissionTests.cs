using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Api;

/// <summary>The table of permissions, cell by cell, over HTTP: each endpoint for each role, by cookie and by token.</summary>
public sealed class EndpointPermissionTests : IAsyncLifetime
{
    private readonly FakeGrains _grains = new();
    private WebFixture _web = null!;

    public async Task InitializeAsync()
    {
        CannedGrains.Put(DescribedProperty.Put(_grains));
        var accounts = new FakeAccounts(_grains);
        foreach (var role in Enum.GetValues<Role>())
            accounts.Add($"{role}@example.jp".ToLowerInvariant(), "password-1", role == Role.Support ? null : "c1", role);

        _web = await WebFixture.Start(_grains);
    }

    public Task DisposeAsync() => _web.DisposeAsync().AsTask();

    [Fact]
    public void EveryEndpoint_IsInTheTable()
    {
        var mapped = _web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(m => m != "HEAD").Select(m => $"{m} {e.RoutePattern.RawText!.TrimEnd('/')}"));

        Assert.Equal(
            Endpoint.All.Select(e => e.ToString()).Concat(Endpoint.OfSessions).Order(StringComparer.Ordinal),
            mapped.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Support)]
    public async Task Cookie_OfEachRole_MayDoWhatTheTableSays(Role role)
    {
        using var client = _web.Client();
        (await client.SignIn($"{role}@example.jp".ToLowerInvariant(), "password-1")).EnsureSuccessStatusCode().Dispose();

        Assert.Empty(await Wrong(client, role, endpoint => role.Allows(endpoint.Permission)));
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Support)]
    public async Task Token_OfEachRole_MayDoWhatTheTableSaysButNotBreed(Role role)
    {
        var owner = new Caller(new AccountId("t1"), role == Role.Support ? null : new CustomerId("c1"), role, "検針");
        _grains.PutOthers<IAccountTokens>(_ => new FakeTokens(owner));
        _grains.Put<IAccountGrain>("t1", new FakeAccount(owner, null));
        using var client = _web.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", FakeTokens.Good);

        Assert.Empty(await Wrong(client, role, endpoint => role.Allows(endpoint.Permission) && endpoint.TakesTokens));
        foreach (var path in new[] { "/api/v1/account/password", "/api/v1/account/sign-out-everywhere" })
        {
            using var refused = await client.PostAsync(path, Endpoint.Json("""{"current":"password-1","password":"Password-2"}"""));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    [Fact]
    public async Task WithoutSession_NothingIsAllowed()
    {
        using var client = _web.Client();
        foreach (var endpoint in Endpoint.All)
        {
            using var request = endpoint.Request();
            using var answer = await client.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{endpoint}: {answer.StatusCode}");
            Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        }
    }

    private static async Task<List<string>> Wrong(HttpClient client, Role role, Func<Endpoint, bool> allows)
    {
        var wrong = new List<string>();
        foreach (var endpoint in Endpoint.All)
        {
            using var request = endpoint.Request(role == Role.Support ? "c1" : null);
            using var answer = await client.SendAsync(request);
            var isAllowed = answer.IsSuccessStatusCode || (answer.StatusCode == HttpStatusCode.NotFound && role == Role.Support);
            if (isAllowed != allows(endpoint) || (!isAllowed && answer.StatusCode != HttpStatusCode.Forbidden))
                wrong.Add($"{endpoint}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            else if (!isAllowed)
                Assert.Equal(403, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32());
        }

        return wrong;
    }
}
