using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Fleet;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Refusals;
using Mihari.Tests.Web.Components;
using Mihari.Tests.Web.Hosts;
using Mihari.Troubles;
using Mihari.Web.Support;
using Xunit;

namespace Mihari.Tests.Web.Fleet;

/// <summary>The fleet as a file and over the API: what is in it, whose it is, and that it is written down who took it.</summary>
public sealed class FleetExportTests
{
    private readonly FakeGrains _grains = new();
    private readonly List<(string Customer, string Filter, int Cameras)> _noted = [];
    private Exception? _refusal;

    public FleetExportTests()
    {
        var accounts = new FakeAccounts(_grains);
        accounts.Add("viewer@example.jp", "password-1", "c1", Role.Viewer);
        accounts.Add("stranger@example.jp", "password-1", "c2");
        accounts.Add("support@example.jp", "password-1", null, Role.Support);
        Put("c1", TestFleet.Building(
            "b1", "=サンライズ,用賀",
            Cards.Make(1, s => s.With(firmware: "1.0")),
            Cards.Make(2, s => s.With(firmware: "1.1", life: 7) with { Presence = Presence.Offline, Troubles = Cards.Troubles(TroubleKind.NetworkDisconnected, TroubleKind.SdCardError) }, "駐車場", "r2")));
        Put("c2", TestFleet.Building("b2", "よその建物", Cards.Make(9)) with { Customer = new CustomerId("c2") });
        _grains.PutOthers<IFleetExports>(customer => new Exports(this, customer));
    }

    [Fact]
    public async Task File_HoldsWhatIsShown_InItsOrder()
    {
        var (answer, rows) = await Get("viewer@example.jp", "/fleet.csv?sort=name&desc=1");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("mihari-fleet-", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), (await answer.Content.ReadAsByteArrayAsync())[..3]);
        Assert.Equal(["カメラ2", "カメラ1"], rows.Skip(1).Select(r => r[2]));
        Assert.Equal(
            ["'=サンライズ,用賀", "駐車場", "カメラ2", "00:11:22:33:00:02", "900", "Offline", "2026-11-22T11:34:56+09:00", "Network disconnected / SD card error", "", "SD OK", "50", "7", "MC-100", "1.1", ""],
            rows[1].AsEnumerable());
        Assert.Equal("yes", rows[2][14]);
        Assert.Equal(15, rows[0].Length);
    }

    [Fact]
    public async Task File_IsWrittenDownBeforeItLeaves()
    {
        var (_, rows) = await Get("viewer@example.jp", "/fleet.csv?s=offline&q=カメラ");

        Assert.Equal(2, rows.Count);
        Assert.Equal(("c1", "?q=%E3%82%AB%E3%83%A1%E3%83%A9&s=offline", 1), Assert.Single(_noted));

        _refusal = new NotPermittedException("that");
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "viewer@example.jp");
        using var answer = await client.GetAsync("/fleet.csv");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Null(answer.Content.Headers.ContentDisposition);
    }

    [Fact]
    public async Task WhoIsAnothers_SeesTheirOwnOnly()
    {
        var (_, rows) = await Get("stranger@example.jp", "/fleet.csv");
        Assert.Equal(["よその建物"], rows.Skip(1).Select(r => r[0]));

        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "stranger@example.jp");
        foreach (var path in new[] { "/fleet.csv", "/api/v1/fleet", "/api/v1/fleet/summary" })
        {
            using var answer = await client.GetAsync(path + "?customer=c1");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Support_NamesTheCustomer()
    {
        var (_, rows) = await Get("support@example.jp", "/fleet.csv?customer=c2");
        Assert.Equal(["よその建物"], rows.Skip(1).Select(r => r[0]));

        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "support@example.jp");
        foreach (var path in new[] { "/fleet.csv", "/fleet.csv?customer=", "/api/v1/fleet", "/api/v1/fleet/summary" })
        {
            using var without = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
            var problem = await without.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(("customer", "must be the id of a customer: Support is of none"), (problem.GetProperty("field").GetString(), problem.GetProperty("rule").GetString()));
        }
    }

    [Fact]
    public async Task Nobody_GetsNothing()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var file = await client.GetAsync("/fleet.csv");
        using var list = await client.GetAsync("/api/v1/fleet");

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Unauthorized), (file.StatusCode, list.StatusCode));
        Assert.Empty(_noted);
    }

    [Theory]
    [InlineData("/fleet.csv?life=x", "life")]
    [InlineData("/api/v1/fleet?s=broken", "s")]
    [InlineData("/api/v1/fleet?limit=0", "limit")]
    [InlineData("/api/v1/fleet?limit=1001", "limit")]
    [InlineData("/api/v1/fleet?offset=-1", "offset")]
    [InlineData("/api/v1/fleet/summary?sort=colour", "sort")]
    public async Task WhatCannotBe_IsToldByFieldAndRule(string address, string field)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "viewer@example.jp");

        using var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
        Assert.Empty(_noted);
    }

    [Fact]
    public async Task Api_GivesPagesAndCounts()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "viewer@example.jp");

        var page = await client.GetFromJsonAsync<JsonElement>("/api/v1/fleet?limit=1&offset=1&sort=name");
        var summary = await client.GetFromJsonAsync<JsonElement>("/api/v1/fleet/summary?s=offline");

        Assert.Equal((2, 1), (page.GetProperty("total").GetInt32(), page.GetProperty("offset").GetInt32()));
        var camera = Assert.Single(page.GetProperty("cameras").EnumerateArray());
        Assert.Equal(("001122330002", "offline", 7), (camera.GetProperty("id").GetString(), camera.GetProperty("presence").GetString(), camera.GetProperty("sdLifePercent").GetInt32()));
        Assert.Equal(["networkDisconnected", "sdCardError"], camera.GetProperty("troubles").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal((2, 1), (summary.GetProperty("counts").GetProperty("total").GetInt32(), summary.GetProperty("counts").GetProperty("offline").GetInt32()));
        Assert.Equal(1, summary.GetProperty("buildings")[0].GetProperty("counts").GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("s=neverSeen", 0)]
    [InlineData("s=troubled", 1)]
    [InlineData("s=trouble", 1)]
    [InlineData("s=suspect,online", 1)]
    [InlineData("b=nosuch", 0)]
    [InlineData("r=nosuch", 0)]
    public async Task Api_FilterTakesTheWordsOfItsAnswers_AndMayFitNothing(string query, int total)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "viewer@example.jp");

        var page = await client.GetFromJsonAsync<JsonElement>("/api/v1/fleet?" + query);

        Assert.Equal(total, page.GetProperty("total").GetInt32());
    }

    private void Put(string customer, Dashboard building)
    {
        _grains.Put<ICustomerGrain>(customer, new Customer(customer, building)).Put<IBuildingGrain>(building.Building.Value, new Building(building));
    }

    private static async Task<HttpClient> Client(WebFixture web, string email)
    {
        var cookies = new CookieContainer();
        cookies.Add(web.Address, new Cookie("mihari.tz", "Asia%2FTokyo"));
        var client = web.Client(cookies);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-US");
        using var answer = await client.SignIn(email, "password-1");
        answer.EnsureSuccessStatusCode();
        return client;
    }

    private async Task<(HttpResponseMessage Answer, List<ImmutableArray<string>> Rows)> Get(string email, string address)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, email);
        var answer = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (answer, [.. Csv.Read(await answer.Content.ReadAsStringAsync()).Select(r => r.Cells)]);
    }

    private sealed class Exports(FleetExportTests test, string customer) : IFleetExports
    {
        public Task Note(Caller by, string filter, int cameras)
        {
            if (test._refusal is { } refusal)
                return Task.FromException(refusal);

            test._noted.Add((customer, filter, cameras));
            return Task.CompletedTask;
        }
    }

    private sealed class Customer(string id, Dashboard building) : ICustomerGrain
    {
        private readonly ProjectionPosition _position = new("i", 1);

        public Task Register(Caller by, string name) => throw new NotSupportedException();

        public Task<Portfolio> GetPortfolio(Caller by) => by.Role != Role.Support && by.Customer?.Value != id
            ? throw new UnknownIdException("customer", id)
            : Task.FromResult(new Portfolio(new CustomerId(id), "さくら管理", new ProjectionSnapshot<BuildingSummary>(_position, [TestFleet.Summary(building.Building.Value, building.Name)])));

        public Task<Portfolio> Subscribe(Caller by, IPortfolioObserver observer, TimeSpan lease) => GetPortfolio(by);

        public Task<ProjectionPosition> GetPosition() => Task.FromResult(_position);

        public Task Unsubscribe(IPortfolioObserver observer) => Task.CompletedTask;
    }

    private sealed class Building(Dashboard dashboard) : IBuildingGrain
    {
        public Task<Dashboard> GetDashboard(Caller by) => Task.FromResult(dashboard);

        public Task<Dashboard> Subscribe(Caller by, IBuildingObserver observer, TimeSpan lease) => GetDashboard(by);

        public Task<ProjectionPosition> GetPosition() => Task.FromResult(dashboard.Cameras.Position);

        public Task Unsubscribe(IBuildingObserver observer) => Task.CompletedTask;
    }
}
