using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Api;

/// <summary>Somebody else's id answers exactly like one that does not exist (design, rule 7), over the whole server.</summary>
[Collection(nameof(EmbeddedFixture))]
public sealed class IsolationTests(EmbeddedFixture server)
{
    private const string Clip = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("/api/v1/buildings/building-one", "/api/v1/buildings/building-two", "/api/v1/buildings/building-none", HttpStatusCode.OK)]
    [InlineData("/api/v1/cameras/02AA00000101", "/api/v1/cameras/02AA00000201", "/api/v1/cameras/02AA00000999", HttpStatusCode.OK)]
    [InlineData("/api/v1/cameras/02AA00000101/clips", "/api/v1/cameras/02AA00000201/clips", "/api/v1/cameras/02AA00000999/clips", HttpStatusCode.OK)]
    [InlineData("/media/clips/02AA00000101/" + Clip, "/media/clips/02AA00000201/" + Clip, "/media/clips/02AA00000999/" + Clip, HttpStatusCode.NotFound)]
    [InlineData("/media/thumbnails/02AA00000101/" + Clip, "/media/thumbnails/02AA00000201/" + Clip, "/media/thumbnails/02AA00000999/" + Clip, HttpStatusCode.NotFound)]
    public async Task Get_ForeignId_AnswersLikeAnUnknownOne(string own, string foreign, string unknown, HttpStatusCode expected)
    {
        using var client = await server.SignedIn("one");

        using var mine = await client.GetAsync(own);
        using var theirs = await client.GetAsync(foreign);
        using var nobodys = await client.GetAsync(unknown);

        Assert.Equal(expected, mine.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nobodys.StatusCode);
        Assert.Equal(await nobodys.Content.ReadAsByteArrayAsync(), await theirs.Content.ReadAsByteArrayAsync());
        Assert.Equal(Headers(nobodys), Headers(theirs));
    }

    [Theory]
    [InlineData("/api/v1/buildings/not%20an%20id", "/api/v1/buildings/building-none")]
    [InlineData("/api/v1/cameras/not-a-mac", "/api/v1/cameras/02AA00000999")]
    public async Task Get_WhatCannotBeAnId_AnswersLikeAnUnknownOne(string odd, string unknown)
    {
        using var client = await server.SignedIn("one");

        Assert.Equal(await (await client.GetAsync(unknown)).Content.ReadAsStringAsync(), await (await client.GetAsync(odd)).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/v1/session")]
    [InlineData("/api/v1/buildings")]
    [InlineData("/api/v1/buildings/building-one")]
    [InlineData("/api/v1/cameras/02AA00000101")]
    [InlineData("/api/v1/cameras/02AA00000101/clips")]
    [InlineData("/media/clips/02AA00000101/" + Clip)]
    [InlineData("/media/thumbnails/02AA00000101/" + Clip)]
    [InlineData("/hubs/dashboard")]
    public async Task Get_WithoutASession_IsAStatusAndNoPage(string address)
    {
        using var client = server.Client();

        using var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Buildings_AreTheCallersOwn()
    {
        using var client = await server.SignedIn("two");

        var portfolio = await client.GetFromJsonAsync<JsonElement>("/api/v1/buildings");

        Assert.Equal("two", portfolio.GetProperty("customer").GetString());
        Assert.Equal(["building-two"], portfolio.GetProperty("buildings").EnumerateArray().Select(b => b.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-11-22T03:04:05", "from")]
    [InlineData("from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z", "from")]
    [InlineData("continuation=abc", "continuation")]
    [InlineData("continuation=~", "continuation")]
    [InlineData("continuation=MTIzfmFiYw==", "continuation")]
    [InlineData("continuation=12~", "continuation")]
    [InlineData("continuation=12~a%00b", "continuation")]
    [InlineData("continuation=99999999999999999999~abc", "continuation")]
    [InlineData("continuation=%E8%A6%8B%E5%BC%B5", "continuation")]
    public async Task Clips_WrongValue_NamesTheFieldAndTheRule(string query, string field)
    {
        using var client = await server.SignedIn("one");

        using var answer = await client.GetAsync($"/api/v1/cameras/02AA00000101/clips?{query}");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.NotEmpty(problem.GetProperty("rule").GetString()!);
    }

    [Theory]
    [InlineData("/buildings/building-one", HttpStatusCode.OK)]
    [InlineData("/buildings/building-one/cameras/02AA00000101", HttpStatusCode.OK)]
    [InlineData("/buildings/building-one/cameras/02AA00000201", HttpStatusCode.NotFound)]
    [InlineData("/buildings/building-one/cameras/nope", HttpStatusCode.NotFound)]
    [InlineData("/buildings/building-two", HttpStatusCode.NotFound)]
    [InlineData("/buildings/nope", HttpStatusCode.NotFound)]
    public async Task Page_OfSomebodyElsesOrNobodysThing_IsAPageThatIsNotFound(string address, HttpStatusCode expected)
    {
        using var client = await server.SignedIn("one");
        client.DefaultRequestHeaders.Add("Accept", "text/html");

        using var answer = await client.GetAsync(address);
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var head = await client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected, head.StatusCode);
        Assert.Contains("mh-skip", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("building-two")]
    [InlineData("building-none")]
    [InlineData("not an id")]
    [InlineData(null)]
    public async Task Hub_ForeignBuilding_EndsWithTheTextOfRest(string? building)
    {
        await using var hub = await Connect("one");

        var refused = await Assert.ThrowsAsync<HubException>(async () =>
        {
            await foreach (var _ in hub.StreamAsync<JsonElement>("WatchBuilding", building))
                Assert.Fail("a foreign building was shown");
        });

        Assert.EndsWith("no such building", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hub_Streams_BeginWithWhatRestSays()
    {
        using var client = await server.SignedIn("one");
        var building = await client.GetFromJsonAsync<JsonElement>("/api/v1/buildings/building-one");
        await using var hub = await Connect("one");

        await using var cameras = hub.StreamAsync<JsonElement>("WatchBuilding", "building-one").GetAsyncEnumerator();
        await using var buildings = hub.StreamAsync<JsonElement>("WatchPortfolio").GetAsyncEnumerator();
        Assert.True(await cameras.MoveNextAsync().AsTask().WaitAsync(Live.Wait.Long));
        Assert.True(await buildings.MoveNextAsync().AsTask().WaitAsync(Live.Wait.Long));

        Assert.Equal(building.GetProperty("cameras").GetRawText(), cameras.Current.GetProperty("building").GetProperty("cameras").GetRawText());
        Assert.Equal("one", buildings.Current.GetProperty("portfolio").GetProperty("customer").GetString());
    }

    [Fact]
    public async Task Hub_CameraComesOnline_IsPushed()
    {
        await using var hub = await Connect("two");
        await using var cameras = hub.StreamAsync<JsonElement>("WatchBuilding", "building-two").GetAsyncEnumerator();
        Assert.True(await cameras.MoveNextAsync().AsTask().WaitAsync(Live.Wait.Long));

        var link = server.Grains.GetGrain<Mihari.Cameras.ICameraLink>("02AA00000201");
        await link.Connect(new Mihari.Cameras.ConnectRequest(server.Gateway, [.. SHA256.HashData(Encoding.UTF8.GetBytes(EmbeddedFixture.DeviceKey))], 1));
        Assert.True(await cameras.MoveNextAsync().AsTask().WaitAsync(Live.Wait.Long));
        var camera = cameras.Current.GetProperty("changed").EnumerateArray().Single();

        Assert.Equal("02AA00000201", camera.GetProperty("id").GetString());
        Assert.Equal("online", camera.GetProperty("presence").GetString());
    }

    private async Task<HubConnection> Connect(string customer)
    {
        var cookies = new CookieContainer();
        using var client = server.Client(cookies);
        (await client.SignIn($"admin@{customer}.example", EmbeddedFixture.Password)).Dispose();
        var hub = new HubConnectionBuilder().WithUrl(new Uri(server.Address, "hubs/dashboard"), o => o.Cookies = cookies).Build();
        await hub.StartAsync();
        return hub;
    }

    private static IEnumerable<string> Headers(HttpResponseMessage answer) => answer.Headers.Concat(answer.Content.Headers)
        .Where(h => h.Key != "Date").Select(h => $"{h.Key}: {string.Join(", ", h.Value)}").Order(StringComparer.Ordinal);
}
