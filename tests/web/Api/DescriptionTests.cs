using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mihari.Accounts;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Media;
using Xunit;

namespace Mihari.Tests.Web.Api;

/// <summary>What the API answers is what <c>/openapi/v1.json</c> says of it.</summary>
public sealed class DescriptionTests
{
    private readonly FakeGrains _grains = new();
    private readonly FakeAccounts _accounts;

    public DescriptionTests()
    {
        DescribedProperty.Put(_grains);
        _accounts = new FakeAccounts(_grains);
        _accounts.Add("a@example.jp", "password-1", "c1");
        _accounts.Add("support@example.jp", "password-1", null, Role.Support);
    }

    [Theory]
    [InlineData("/api/v1/session", "/api/v1/session", 200)]
    [InlineData("/api/v1/buildings", "/api/v1/buildings", 200)]
    [InlineData("/api/v1/buildings/{building}", "/api/v1/buildings/b1", 200)]
    [InlineData("/api/v1/buildings/{building}", "/api/v1/buildings/b2", 404)]
    [InlineData("/api/v1/cameras/{camera}", "/api/v1/cameras/" + DescribedProperty.Bare, 200)]
    [InlineData("/api/v1/cameras/{camera}", "/api/v1/cameras/" + DescribedProperty.Full, 200)]
    [InlineData("/api/v1/cameras/{camera}", "/api/v1/cameras/02AA00000003", 404)]
    [InlineData("/api/v1/cameras/{camera}/clips", "/api/v1/cameras/" + DescribedProperty.Bare + "/clips", 200)]
    [InlineData("/api/v1/cameras/{camera}/clips", "/api/v1/cameras/" + DescribedProperty.Full + "/clips", 200)]
    [InlineData("/api/v1/cameras/{camera}/clips", "/api/v1/cameras/" + DescribedProperty.Full + "/clips?limit=201", 400)]
    [InlineData("/api/v1/cameras/{camera}/clips", "/api/v1/cameras/02AA00000003/clips", 404)]
    [InlineData("/api/v1/cameras/{camera}/recordings", "/api/v1/cameras/" + DescribedProperty.Bare + "/recordings", 200)]
    [InlineData("/api/v1/cameras/{camera}/recordings", "/api/v1/cameras/" + DescribedProperty.Full + "/recordings", 200)]
    [InlineData("/api/v1/cameras/{camera}/recordings", "/api/v1/cameras/" + DescribedProperty.Full + "/recordings?from=tomorrow", 400)]
    [InlineData("/api/v1/cameras/{camera}/recordings", "/api/v1/cameras/02AA00000003/recordings", 404)]
    [InlineData("/media/clips/{camera}/{clip}", "/media/clips/" + DescribedProperty.Full + "/c1", 200)]
    [InlineData("/media/clips/{camera}/{clip}", "/media/clips/" + DescribedProperty.Full + "/c2", 404)]
    [InlineData("/media/clips/{camera}/{clip}", "/media/clips/" + DescribedProperty.Full + "/c1", 206, "Range", "bytes=8-23")]
    [InlineData("/media/clips/{camera}/{clip}", "/media/clips/" + DescribedProperty.Full + "/c1", 304, "If-None-Match", "\"c1-1\"")]
    [InlineData("/media/clips/{camera}/{clip}", "/media/clips/" + DescribedProperty.Full + "/c1", 416, "Range", "bytes=9999999-")]
    [InlineData("/media/thumbnails/{camera}/{clip}", "/media/thumbnails/" + DescribedProperty.Full + "/c1", 200)]
    [InlineData("/media/thumbnails/{camera}/{clip}", "/media/thumbnails/" + DescribedProperty.Full + "/c1", 206, "Range", "bytes=0-1")]
    [InlineData("/media/thumbnails/{camera}/{clip}", "/media/thumbnails/" + DescribedProperty.Full + "/c1", 304, "If-None-Match", "\"c1-2\"")]
    [InlineData("/media/thumbnails/{camera}/{clip}", "/media/thumbnails/" + DescribedProperty.Full + "/c1", 416, "Range", "bytes=9999999-")]
    public async Task Get_OfEachKind_IsAnsweredAsDescribed(string path, string address, int expected, string? header = null, string? value = null)
    {
        await using var web = await WebFixture.Start(_grains);
        web.Media.Put("Video/c1", "video/mp4", Samples.Mp4);
        web.Media.Put("Thumbnail/c1", "image/jpeg", Samples.Jpeg);
        using var client = web.Client();
        var document = await OpenApiDocument.Read(client);
        using var refused = await client.GetAsync(address);
        (await client.SignIn("a@example.jp", "password-1")).Dispose();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (header is not null)
            request.Headers.Add(header, value);

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await document.Check("get", path, refused);
        Assert.Equal(expected, (int)answer.StatusCode);
        await document.Check("get", path, answer);
    }

    [Theory]
    [InlineData(200, """{"email":"a@example.jp","password":"password-1"}""")]
    [InlineData(200, """{"email":"support@example.jp","password":"password-1"}""")]
    [InlineData(400, "{")]
    [InlineData(401, """{"email":"a@example.jp","password":"password-2"}""")]
    [InlineData(403, "{}", "application/json", "https://elsewhere.example")]
    [InlineData(413, null)]
    [InlineData(415, "{}", "text/plain")]
    public async Task SignIn_OfEachOutcome_IsAnsweredAsDescribed(int expected, string? body, string type = "application/json", string? origin = null)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        var document = await OpenApiDocument.Read(client);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session");
        request.Content = new StringContent(body ?? $$"""{"email":"{{new string('a', 70_000)}}"}""", Encoding.UTF8, type);
        if (origin is not null)
            request.Headers.Add("Origin", origin);

        using var answer = await client.SendAsync(request);

        Assert.Equal(expected, (int)answer.StatusCode);
        await document.Check("post", "/api/v1/session", answer);
    }

    [Fact]
    public async Task SignIn_LockedOrTooOften_IsAnsweredAsDescribed()
    {
        _accounts.Add("locked@example.jp", "password-1", "c1").LockedUntil = DescribedProperty.At.AddYears(100);
        await using var web = await WebFixture.Start(_grains, null, "--SignIn:AttemptsPerMinute=1");
        using var client = web.Client();
        var document = await OpenApiDocument.Read(client);

        using var locked = await client.SignIn("locked@example.jp", "password-1");
        using var tooOften = await client.SignIn("locked@example.jp", "password-1");

        Assert.Equal(HttpStatusCode.Locked, locked.StatusCode);
        await document.Check("post", "/api/v1/session", locked);
        Assert.Equal("2126-11-22T03:04:05.000Z", (await locked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("lockedUntil").GetString());
        Assert.Equal(HttpStatusCode.TooManyRequests, tooOften.StatusCode);
        await document.Check("post", "/api/v1/session", tooOften);
    }

    [Fact]
    public async Task SessionOfSupport_IsAnsweredAsDescribed()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        var document = await OpenApiDocument.Read(client);
        (await client.SignIn("support@example.jp", "password-1")).Dispose();

        using var session = await client.GetAsync("/api/v1/session");
        using var buildings = await client.GetAsync("/api/v1/buildings");
        using var foreign = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/session");
        foreign.Headers.Add("Origin", "https://elsewhere.example");
        using var stays = await client.SendAsync(foreign);
        using var over = await client.DeleteAsync("/api/v1/session");
        using var again = await client.DeleteAsync("/api/v1/session");

        await document.Check("get", "/api/v1/session", session);
        Assert.Equal(HttpStatusCode.BadRequest, buildings.StatusCode);
        await document.Check("get", "/api/v1/buildings", buildings);
        Assert.Equal(HttpStatusCode.Forbidden, stays.StatusCode);
        await document.Check("delete", "/api/v1/session", stays);
        Assert.Equal(HttpStatusCode.NoContent, over.StatusCode);
        await document.Check("delete", "/api/v1/session", over);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        await document.Check("delete", "/api/v1/session", again);
    }

    [Fact]
    public async Task Clips_TellWhatIsMissingAndWhen()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();

        var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/cameras/{DescribedProperty.Full}/clips");
        var clips = page.GetProperty("clips").EnumerateArray().ToList();

        Assert.Equal([0, 1_500], clips.Select(clip => clip.GetProperty("missingMs").GetInt64()));
        Assert.All(clips, clip => Assert.Equal("2026-11-22T03:04:05.000Z", clip.GetProperty("from").GetString()));
        Assert.Equal(JsonValueKind.Null, clips[0].GetProperty("videoUrl").ValueKind);
    }

    [Fact]
    public async Task Operations_AreNamedAndSayHowToSignIn()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        var document = await OpenApiDocument.Read(client);

        var names = document.Operations.Select(o => o.Operation.GetProperty("operationId").GetString()!).ToList();
        Assert.All(document.Operations, o => Assert.NotEmpty(o.Operation.GetProperty("summary").GetString()!));
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(Endpoint.All.Count + Endpoint.OfSessions.Count + 4, names.Count); // And the four of media.
        Assert.Equal(
            ["signIn"],
            document.Operations.Where(o => o.Operation.TryGetProperty("security", out var s) && s.GetArrayLength() == 0)
                .Select(o => o.Operation.GetProperty("operationId").GetString()));
    }

    [Fact]
    public async Task Numbers_AreNoTexts()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        var document = await OpenApiDocument.Read(client);
        var limit = document.Operation("get", "/api/v1/cameras/{camera}/clips").GetProperty("parameters").EnumerateArray()
            .Single(p => p.GetProperty("name").GetString() == "limit").GetProperty("schema");

        Assert.Equal("integer", document.Schema("PositionView").GetProperty("properties").GetProperty("sequence").GetProperty("type").GetString());
        Assert.DoesNotContain(document.Schemas, schema => schema.Value.GetRawText().Contains("pattern", StringComparison.Ordinal));
        Assert.Equal("integer", limit.GetProperty("type").GetString());
        Assert.Equal((1, 200, 50), (limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32(), limit.GetProperty("default").GetInt32()));
    }
}
