using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Support;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Api;

/// <summary>The whole administration by REST over the real grains: from a customer to a token, and what is refused on the way, each with its problem.</summary>
[Collection(nameof(EmbeddedFixture))]
public sealed class RestOverGrainsTests(EmbeddedFixture server)
{
    private const string Chosen = "Chosen-password-1";
    private static readonly Caller Provider = new(new AccountId("tests"), null, Role.Support);

    /// <summary>Other tests share the server: every name of this one is its own.</summary>
    private readonly string _own = Guid.NewGuid().ToString("N")[..8];

    private readonly string _building = Guid.NewGuid().ToString();
    private readonly string _room = Guid.NewGuid().ToString();

    private string Contract => $"R-{_own}";

    private string Mac => "02BB" + _own.ToUpperInvariant();

    private string Theirs => $"T-{_own}";

    private string TheirMac => "02CC" + _own.ToUpperInvariant();

    [Fact]
    public async Task FromACustomerToAToken_AndWhatIsRefusedOnTheWay()
    {
        using var support = await Support();
        var customer = await Customer(support);
        using var administrator = await SignedIn($"admin@{_own}.example", customer.GetProperty("administrator").GetProperty("password").GetString()!);
        var id = customer.GetProperty("id").GetString()!;
        await Contracts(support, id);
        var building = await Building(administrator);
        var room = (await Get(administrator, $"buildings/{building}/rooms")).GetProperty("rooms")[0].GetProperty("id").GetString()!;
        await Devices(administrator, building, room);
        await Accounts(administrator);
        await Token(administrator, building);
        await Trail(administrator, id);
    }

    [Fact]
    public async Task Audit_AsAFile_HoldsNothingOfAnotherCustomer()
    {
        using var client = await server.SignedIn("one");

        foreach (var query in new[] { "", "&customer=two", "&customer=_all" })
        {
            var file = await client.GetStringAsync($"/audit.csv?from={Day(-1)}&to={Day(1)}{query}");

            Assert.Contains("building-one", file, StringComparison.Ordinal);
            Assert.DoesNotContain("-two", file, StringComparison.Ordinal);
            Assert.DoesNotContain("two不動産", file, StringComparison.Ordinal);
        }
    }

    private static string Day(int away) => TimeProvider.System.GetUtcNow().AddDays(away).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<JsonElement> Customer(HttpClient support)
    {
        object Named(string name, string email) => new { id = $"rest-{_own}", administratorId = $"admin-{_own}", name, administratorName = "管理 一郎", administratorEmail = email };

        await Refused(support, HttpMethod.Post, "support/customers", Named("", $"admin@{_own}.example"), HttpStatusCode.BadRequest, "name");
        await Refused(support, HttpMethod.Post, "support/customers", Named("不動産", "nowhere"), HttpStatusCode.BadRequest, "administratorEmail");
        await Refused(support, HttpMethod.Post, "support/customers", Named("不動産", "admin@one.example"), HttpStatusCode.Conflict, "administratorEmail");
        using (var one = await server.SignedIn("one"))
            await Refused(one, HttpMethod.Post, "support/customers", Named("不動産", $"admin@{_own}.example"), HttpStatusCode.Forbidden, null);

        await Made(support, "support/customers", Named("不動産", $"admin@{_own}.example"));
        await Refused(support, HttpMethod.Post, "support/customers", Named("よその不動産", $"admin@{_own}.example"), HttpStatusCode.Conflict, "customer");
        return await Made(support, "support/customers", Named("不動産", $"admin@{_own}.example"));
    }

    private async Task Contracts(HttpClient support, string customer)
    {
        var path = $"support/customers/{customer}/contracts";
        await Refused(support, HttpMethod.Post, path, new { number = "<script>", devices = new[] { new { mac = Mac } } }, HttpStatusCode.BadRequest, "number");
        await Refused(support, HttpMethod.Post, path, new { number = Contract, devices = new[] { new { mac = "02BB" } } }, HttpStatusCode.BadRequest, "devices.mac");
        await Made(support, "support/customers/two/contracts", new { number = Theirs, devices = new[] { new { mac = TheirMac } } });
        await Refused(support, HttpMethod.Post, path, new { number = Theirs, devices = new[] { new { mac = Mac } } }, HttpStatusCode.Conflict, "contract");
        await Refused(support, HttpMethod.Post, "support/customers/nobody/contracts", new { number = Contract, devices = new[] { new { mac = Mac } } }, HttpStatusCode.NotFound, null);

        var made = await Made(support, path, new { number = Contract, devices = new[] { new { mac = Mac } } });
        Assert.Equal(64, Assert.Single(made.GetProperty("keys").EnumerateArray()).GetProperty("key").GetString()!.Length);
        var again = await Made(support, path, new { number = Contract, devices = new[] { new { mac = Mac } } });
        Assert.Empty(again.GetProperty("keys").EnumerateArray());
    }

    private async Task<string> Building(HttpClient administrator)
    {
        object Of(string name, string contract, string mac) => new { id = _building, name, firstRoom = new { id = _room, name = "共用部", contract, mac } };

        await Refused(administrator, HttpMethod.Post, "buildings", Of(new string('x', 10_000), Contract, Mac), HttpStatusCode.BadRequest, "name");
        await Refused(administrator, HttpMethod.Post, "buildings", Of("用賀", Contract, "zz"), HttpStatusCode.BadRequest, "firstRoom.mac");
        await Refused(administrator, HttpMethod.Post, "buildings", Of("用賀", Theirs, TheirMac), HttpStatusCode.NotFound, null);
        var building = (await Made(administrator, "buildings", Of("用賀", Contract, Mac))).GetProperty("building").GetString()!;
        Assert.Equal(building, (await Made(administrator, "buildings", Of("用賀", Contract, Mac))).GetProperty("building").GetString());
        await Refused(administrator, HttpMethod.Post, $"buildings/{building}/rooms", new { name = "別室", contract = Contract, mac = Mac }, HttpStatusCode.Conflict, "contract");
        await Refused(administrator, HttpMethod.Put, $"buildings/{building}", new { was = "目黒", name = "世田谷" }, HttpStatusCode.Conflict, "name");
        await Refused(administrator, HttpMethod.Put, "buildings/building-one", new { was = "建物", name = "世田谷" }, HttpStatusCode.NotFound, null);
        return building;
    }

    private async Task Devices(HttpClient administrator, string building, string room)
    {
        object Named(string mac, string name) => new { devices = new[] { new { mac, name, sensors = Array.Empty<object>() } } };

        await Refused(administrator, HttpMethod.Post, $"rooms/{room}/devices", Named(Mac, "ab"), HttpStatusCode.BadRequest, null);
        await Refused(administrator, HttpMethod.Post, $"rooms/{room}/devices", Named(TheirMac, "よそのカメラ"), HttpStatusCode.BadRequest, "devices.device");
        await Refused(administrator, HttpMethod.Post, $"rooms/{room}/devices", Named("02DD00000001", "だれのでもないカメラ"), HttpStatusCode.BadRequest, "devices.device");
        await Refused(administrator, HttpMethod.Post, "rooms/room-one/devices", Named(Mac, "玄関カメラ"), HttpStatusCode.NotFound, null);
        await Made(administrator, $"rooms/{room}/devices", Named(Mac, "玄関カメラ"));
        var seen = await Get(administrator, $"buildings/{building}");
        Assert.Equal("玄関カメラ", Assert.Single(seen.GetProperty("cameras").EnumerateArray()).GetProperty("name").GetString());
    }

    private async Task Accounts(HttpClient administrator)
    {
        object Of(string email, string password, string role) => new { name = "用賀 花子", email, password, role };

        var email = $"hanako@{_own}.example";
        await Refused(administrator, HttpMethod.Post, "accounts", Of(email, "ひらがなだけ123", "viewer"), HttpStatusCode.BadRequest, "password");
        await Refused(administrator, HttpMethod.Post, "accounts", Of("admin@one.example", "issued-0001", "viewer"), HttpStatusCode.Conflict, "email");
        await Refused(administrator, HttpMethod.Post, "accounts", Of(email, "issued-0001", "administrator"), HttpStatusCode.Forbidden, null);
        await Made(administrator, "accounts", Of(email, "issued-0001", "viewer"));
        await Refused(administrator, HttpMethod.Delete, $"accounts/admin-{_own}", null, HttpStatusCode.Forbidden, null);

        using var viewer = await SignedIn(email, "issued-0001");
        await Refused(viewer, HttpMethod.Get, "accounts", null, HttpStatusCode.Forbidden, null);
        await Refused(viewer, HttpMethod.Get, "audit", null, HttpStatusCode.Forbidden, null);
    }

    private async Task Token(HttpClient administrator, string building)
    {
        var expires = TimeProvider.System.GetUtcNow().AddDays(30);
        await Refused(administrator, HttpMethod.Post, "account/tokens", new { name = "夜間", role = "support", expires }, HttpStatusCode.BadRequest, "role");
        await Refused(administrator, HttpMethod.Post, "account/tokens", new { name = "夜間", role = "viewer", expires = expires.AddDays(-60) }, HttpStatusCode.BadRequest, "expires");
        var issued = await Made(administrator, "account/tokens", new { name = "夜間", role = "viewer", expires });

        using var program = server.Client();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issued.GetProperty("bearer").GetString());
        Assert.Equal("用賀", (await Get(program, $"buildings/{building}")).GetProperty("name").GetString());
        await Refused(program, HttpMethod.Put, $"buildings/{building}", new { was = "用賀", name = "世田谷" }, HttpStatusCode.Forbidden, null);
        (await administrator.DeleteAsync($"/api/v1/account/tokens/{issued.GetProperty("token").GetProperty("id").GetString()}")).EnsureSuccessStatusCode().Dispose();
        await Refused(program, HttpMethod.Get, $"buildings/{building}", null, HttpStatusCode.Unauthorized, null);
    }

    /// <summary>Everything that was done stands there, and nothing of what was refused.</summary>
    private async Task Trail(HttpClient administrator, string customer)
    {
        var entries = (await Get(administrator, "audit?limit=500")).GetProperty("entries").EnumerateArray().ToList();

        Assert.All(entries, e => Assert.Equal(customer, e.GetProperty("customer").GetString()));
        var actions = entries.Select(e => e.GetProperty("action").GetString()).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(
            new HashSet<string?>(StringComparer.Ordinal) { "customerRegistered", "contractRegistered", "buildingAdded", "deviceAdded", "accountAdded", "tokenCreated", "tokenRevoked", "passwordChanged" }, actions);
        Assert.DoesNotContain("buildingRenamed", actions);
        var text = string.Concat(entries.Select(e => e.GetRawText()));
        Assert.DoesNotContain(Chosen, text, StringComparison.Ordinal);
        Assert.DoesNotContain("issued-0001", text, StringComparison.Ordinal);
    }

    private async Task<HttpClient> Support()
    {
        var email = $"desk@{_own}.example";
        var issued = await server.Grains.GetGrain<ISupportDesk>(ISupportDesk.Key).AddStaff(Provider, new AccountId($"desk-{_own}"), "窓口", email);
        return await SignedIn(email, issued.Password);
    }

    /// <summary>A first sign-in: nothing goes before the password is changed.</summary>
    private async Task<HttpClient> SignedIn(string email, string issued)
    {
        var client = server.Client();
        (await client.SignIn(email, issued)).EnsureSuccessStatusCode().Dispose();
        await Refused(client, HttpMethod.Get, "account", null, HttpStatusCode.Forbidden, null);
        using var changed = await client.PostAsJsonAsync("/api/v1/account/password", new { current = issued, password = Chosen });
        changed.EnsureSuccessStatusCode();
        return client;
    }

    private static async Task<JsonElement> Get(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>("/api/v1/" + path);

    private static async Task<JsonElement> Made(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/" + path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static async Task Refused(HttpClient client, HttpMethod method, string path, object? body, HttpStatusCode status, string? field)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/" + path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{method} {path}: {(int)answer.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.True(field is null || problem.GetProperty("field").GetString() == field, $"{method} {path}: {text}");
        if (field is not null)
            Assert.NotEmpty(problem.GetProperty("rule").GetString()!);
    }
}
