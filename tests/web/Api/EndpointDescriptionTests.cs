using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mihari.Accounts;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Api;

/// <summary>Each endpoint answers as <c>/openapi/v1.json</c> says, whether it is taken, refused, malformed or about what nobody has.</summary>
public sealed class EndpointDescriptionTests
{
    private readonly FakeGrains _grains = new();

    public EndpointDescriptionTests()
    {
        CannedGrains.Put(DescribedProperty.Put(_grains));
        var accounts = new FakeAccounts(_grains);
        accounts.Add("viewer@example.jp", "password-1", "c1", Role.Viewer);
        accounts.Add("admin@example.jp", "password-1", "c1");
        accounts.Add("support@example.jp", "password-1", null, Role.Support);
    }

    [Fact]
    public async Task EveryAnswer_IsAsDescribed()
    {
        await using var web = await WebFixture.Start(_grains);
        using var nobody = web.Client();
        using var viewer = await SignedIn(web, "viewer");
        using var administrator = await SignedIn(web, "admin");
        using var support = await SignedIn(web, "support");
        var document = await OpenApiDocument.Read(nobody);
        foreach (var endpoint in Endpoint.All)
        {
            var client = endpoint.Permission == Permission.UseSupportDesk ? support : administrator;
            await Check(client, endpoint.Request(), null);
            await Check(nobody, endpoint.Request(), HttpStatusCode.Unauthorized);
            if (!Role.Viewer.Allows(endpoint.Permission))
                await Check(viewer, endpoint.Request(), HttpStatusCode.Forbidden);

            if (endpoint.Path.Contains("{building}", StringComparison.Ordinal) || endpoint.Path.Contains("{customer}", StringComparison.Ordinal))
                await Check(client, endpoint.Request(nobodys: true), HttpStatusCode.NotFound);

            if (endpoint.Body is null)
                continue;

            await Check(client, With(endpoint, "{", "application/json"), HttpStatusCode.BadRequest);
            await Check(client, With(endpoint, "{}", "application/json"), HttpStatusCode.BadRequest);
            await Check(client, With(endpoint, "{}", "text/plain"), HttpStatusCode.UnsupportedMediaType);

            async Task Check(HttpClient by, HttpRequestMessage request, HttpStatusCode? expected)
            {
                using var answer = await by.SendAsync(request);
                Assert.True(expected is null ? answer.IsSuccessStatusCode : answer.StatusCode == expected, $"{endpoint}: {answer.StatusCode}, not {expected}: {await answer.Content.ReadAsStringAsync()}");
                await document.Check(endpoint.Method.ToLowerInvariant(), endpoint.FullPath, answer);
                request.Dispose();
            }
        }
    }

    [Theory]
    [InlineData("/api/v1/accounts", """{"name":"a","email":"a@example.jp","password":"Password-1","role":"boss"}""", "role")]
    [InlineData("/api/v1/accounts", """{"name":"a","email":"a@example.jp","password":"Password-1"}""", "role")]
    [InlineData("/api/v1/accounts", """{"email":"a@example.jp","password":"Password-1","role":"viewer"}""", "name")]
    [InlineData("/api/v1/accounts", """{"id":"a b","name":"a","email":"a@example.jp","password":"Password-1","role":"viewer"}""", "id")]
    [InlineData("/api/v1/buildings", """{"name":"a","id":"building-1"}""", "id")]
    [InlineData("/api/v1/buildings", """{"name":"a","firstRoom":{"id":"r1","name":"b","contract":"n1","mac":"02AA00000002"}}""", "firstRoom.id")]
    [InlineData("/api/v1/buildings", """{"name":"a","firstRoom":{"name":"b","contract":"n1","mac":"02AA"}}""", "firstRoom.mac")]
    [InlineData("/api/v1/contracts/n1/check", """{"mac":"<script>"}""", "mac")]
    [InlineData("/api/v1/rooms/r1/devices", """{"devices":[null]}""", "devices")]
    [InlineData("/api/v1/rooms/r1/devices", """{"devices":[{"mac":"02AA00000002","name":"玄関","sensors":[{"sensor":"motion","name":"動き"}]}]}""", "devices.sensors.kind")]
    public async Task BadInput_NamesTheField(string address, string body, string field)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web, "admin");

        using var answer = await client.PostAsync(address, Endpoint.Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.NotEmpty(problem.GetProperty("rule").GetString()!);
    }

    [Fact]
    public async Task ContractRegisteredAgain_MakesKeysForNewDevicesOnly()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web, "support");

        using var answer = await client.PostAsync("/api/v1/support/customers/c1/contracts", Endpoint.Json(
            $$"""{"number":"n1","devices":[{"mac":"02-aa-00-00-00-09"},{"mac":"{{DescribedProperty.Full}}"},{"mac":"02AA0000000A","key":"0123456789abcdef"}]}"""));

        var keys = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("keys").EnumerateArray().ToList();
        var key = Assert.Single(keys);
        Assert.Equal("02AA00000009", key.GetProperty("id").GetString());
        Assert.Equal(64, key.GetProperty("key").GetString()!.Length);
    }

    private static HttpRequestMessage With(Endpoint endpoint, string body, string type)
    {
        var request = endpoint.Request();
        request.Content = new StringContent(body, Encoding.UTF8, type);
        return request;
    }

    private static async Task<HttpClient> SignedIn(WebFixture web, string who)
    {
        var client = web.Client();
        (await client.SignIn($"{who}@example.jp", "password-1")).EnsureSuccessStatusCode().Dispose();
        return client;
    }
}
