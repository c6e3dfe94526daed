using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Media;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Hosting;
using Xunit;

namespace Mihari.Tests.Web.Hosting;

/// <summary>What holds for every answer, and how the server is watched and configured.</summary>
public sealed class HostingTests
{
    private readonly FakeGrains _grains = new();

    public HostingTests() => new FakeAccounts(_grains).Add("support@example.jp", "password-1", null, Role.Support);

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/api/v1/buildings")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/health/live")]
    [InlineData("/nothing/here")]
    public async Task EveryAnswer_CarriesTheSecurityHeaders(string address)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await client.GetAsync(address);

        Assert.Equal(SecurityHeaders.ContentPolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/sign-in", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/nothing/here", HttpStatusCode.NotFound)]
    public async Task Head_OfAPage_IsAnsweredLikeGet(string address, HttpStatusCode expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        client.DefaultRequestHeaders.Add("Accept", "text/html");

        using var get = await client.GetAsync(address);
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var head = await client.SendAsync(request);

        Assert.Equal(expected, get.StatusCode);
        Assert.Equal(expected, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/api/v1/session", HttpStatusCode.OK)]
    [InlineData("/api/v1/buildings", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/buildings/not%20an%20id", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/cameras/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/cameras/nothing/clips", HttpStatusCode.NotFound)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    public async Task Head_OfWhatProgramsRead_IsAnsweredLikeGet(string address, HttpStatusCode expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        (await client.SignIn("support@example.jp", "password-1")).Dispose();

        using var get = await client.GetAsync(address);
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var head = await client.SendAsync(request);

        Assert.Equal(expected, get.StatusCode);
        Assert.Equal(expected, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Headers.CacheControl, head.Headers.CacheControl);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task OpenApi_DescribesEveryOperationWithASummary()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().ToList();

        Assert.Equal(
            Api.Endpoint.All.Select(e => e.FullPath).Concat(Api.Endpoint.OfSessions.Select(e => e.Split(' ')[1]))
                .Concat(["/media/clips/{camera}/{clip}", "/media/exports/{camera}/{export}", "/media/stills/{camera}", "/media/thumbnails/{camera}/{clip}"]).Distinct().Order(StringComparer.Ordinal),
            paths.Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.All(
            paths.SelectMany(p => p.Value.EnumerateObject()).Where(o => o.Value.ValueKind == JsonValueKind.Object),
            o => Assert.NotEmpty(o.Value.GetProperty("summary").GetString()!));
    }

    [Theory]
    [InlineData("/health/live", "Healthy")]
    [InlineData("/health/ready", "Healthy")]
    [InlineData("/metrics", "# TYPE")]
    public async Task Upkeep_AnswersWithoutASession(string address, string expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UploadAddress_OnAnyFreePort_IsTheOneThatWasTaken()
    {
        await using var web = await WebFixture.Start(_grains);

        Assert.Equal(new Uri(web.Address, "/"), web.Services.GetRequiredService<IUploadAddress>().Base);
    }

    [Theory]
    [InlineData("127.0.0.1", 8080, null, null)]
    [InlineData("::1", 0, "https://mihari.example", null)]
    [InlineData("localhost", 8080, null, "Web:Address is 'localhost', but must be an IP address")]
    [InlineData("0.0.0.0", 8080, null, "Web:PublicUrl is not set, but must be where Web:Address is '0.0.0.0'")]
    [InlineData("127.0.0.1", 8080, "https://mihari.example/portal", "Web:PublicUrl is 'https://mihari.example/portal', but must be an http or https address without a path")]
    [InlineData("127.0.0.1", 8080, "ftp://mihari.example/", "Web:PublicUrl is 'ftp://mihari.example/', but must be an http or https address without a path")]
    [InlineData("127.0.0.1", 70000, null, "The field Port must be between 0 and 65535.")]
    public void Options_OutOfBounds_SayWhichAndWhy(string address, int port, string? url, string? problem)
    {
        var options = new WebOptions { Address = address, Port = port, PublicUrl = url is null ? null : new Uri(url) };
        var results = new List<ValidationResult>();

        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);

        Assert.Equal(problem, results.Select(r => r.ErrorMessage).SingleOrDefault());
    }
}
