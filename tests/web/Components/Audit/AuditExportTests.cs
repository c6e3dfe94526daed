using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Refusals;
using Mihari.Tests.Web.Api;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Support;
using Xunit;

namespace Mihari.Tests.Web.Components.Audit;

/// <summary>The trail as a file for spreadsheets: what it holds, what it must not, and whose it is.</summary>
public sealed class AuditExportTests
{
    private const string Days = "/audit.csv?from=2026-11-01&to=2026-11-22";

    private readonly FakeGrains _grains = new();
    private readonly AuditTrails _trails;

    public AuditExportTests()
    {
        DescribedProperty.Put(_grains);
        _trails = new AuditTrails(_grains);
        var accounts = new FakeAccounts(_grains);
        accounts.Add("a@example.jp", "password-1", "c1");
        accounts.Add("viewer@example.jp", "password-1", "c1", Role.Viewer);
        accounts.Add("support@example.jp", "password-1", null, Role.Support);
        _trails.Pages["c1"] = [[AuditTrails.Entry("e1")]];
        _trails.Pages["c2"] = [[AuditTrails.Entry("e2", "c2", "よその部屋")]];
        _trails.Pages[IAuditTrail.Everything] = [[AuditTrails.Entry("e1"), AuditTrails.Entry("e2", "c2", "よその部屋")]];
    }

    [Fact]
    public async Task File_HoldsWhoDidWhatWhenAndFromWhere()
    {
        var (answer, rows) = await Get("a@example.jp", Days);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("mihari-audit-20261101-20261122.csv", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), (await answer.Content.ReadAsByteArrayAsync())[..3]);
        Assert.Equal(12, rows[0].Length);
        Assert.Equal(
            ["2026-11-22T12:04:05.678+09:00", "見張 太郎", "a1", "Administrator", "Portal", "192.0.2.1", "c1", "Room renamed", "Room", "r-e1", "共用部", "Name: 駐車場 → 共用部"],
            rows[1].AsEnumerable());
        Assert.Equal(2, rows.Count);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x.example\",\"y\")", "'=HYPERLINK(\"http://x.example\",\"y\")")]
    [InlineData("+81", "'+81")]
    [InlineData("-1+1|cmd", "'-1+1|cmd")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("a,b \"c\"", "a,b \"c\"")]
    [InlineData("一行\r\n二行", "一行\r\n二行")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    public async Task Cell_ThatSomebodyNamed_IsTextAndNoFormula(string name, string cell)
    {
        _trails.Pages["c1"] = [[AuditTrails.Entry("e1", subject: name)]];

        var (_, rows) = await Get("a@example.jp", Days);

        Assert.Equal(cell, rows[1][10]);
        Assert.Equal($"Name: 駐車場 → {name}", rows[1][11]);
        Assert.Equal(2, rows.Count);
    }

    [Fact]
    public async Task File_GoesOnToTheLastPage_WhateverStandsOnOneOfThem()
    {
        _trails.Pages["c1"] = [[AuditTrails.Entry("e1")], [], [AuditTrails.Entry("e3"), AuditTrails.Entry("e4")]];

        var (_, rows) = await Get("a@example.jp", Days);

        Assert.Equal(["r-e1", "r-e3", "r-e4"], rows.Skip(1).Select(r => r[9]));
        Assert.Equal([null, "1", "2"], _trails.Asked.Select(a => a.Query.Continuation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&customer=c2")]
    [InlineData("&customer=_all")]
    public async Task Administrator_ReadsTheirOwnCustomersTrail_WhateverIsAskedFor(string query)
    {
        var (answer, rows) = await Get("a@example.jp", Days + query);

        Assert.Equal(["c1"], _trails.Asked.Select(a => a.Trail).Distinct());
        Assert.Equal(["c1"], rows.Skip(1).Select(r => r[6]).Distinct());
        Assert.DoesNotContain("よその部屋", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", IAuditTrail.Everything, "c1 c2")]
    [InlineData("&customer=c2", "c2", "c2")]
    public async Task Support_ReadsAllOrOneCustomers(string query, string trail, string customers)
    {
        var (_, rows) = await Get("support@example.jp", Days + query);

        Assert.Equal(trail, Assert.Single(_trails.Asked).Trail);
        Assert.Equal(customers, string.Join(' ', rows.Skip(1).Select(r => r[6])));
    }

    [Fact]
    public async Task Filter_IsHandedOnWhole_InTheViewersDays()
    {
        await Get("a@example.jp", Days + "&text=%20%E5%85%B1%E7%94%A8%20&group=Video");

        var query = Assert.Single(_trails.Asked).Query;
        Assert.Equal((new DateTimeOffset(2026, 10, 31, 15, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero)), (query.From, query.To));
        Assert.Equal("共用", query.Text);
        Assert.Equal([AuditAction.ClipViewed, AuditAction.LiveViewed, AuditAction.RecordingViewed, AuditAction.RecordingExported, AuditAction.ExportDownloaded, AuditAction.StillViewed], query.Actions.AsEnumerable());
    }

    [Fact]
    public async Task Caller_ComesFromTheSession()
    {
        await Get("a@example.jp", Days);

        var by = Assert.Single(_trails.Asked).By;
        Assert.Equal(("c1", Role.Administrator, new Origin(OriginKind.Portal, "127.0.0.1")), (by.Customer!.Value.Value, by.Role, by.From!));
    }

    [Theory]
    [InlineData("viewer@example.jp", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Found)]
    public async Task WhoMayNotReadTheTrail_GetsNoFile(string? email, HttpStatusCode expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, email);

        using var answer = await client.GetAsync(Days);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Empty(_trails.Asked);
    }

    [Theory]
    [InlineData("/audit.csv")]
    [InlineData("/audit.csv?from=2026-11-22&to=2026-11-21")]
    [InlineData("/audit.csv?from=yesterday&to=2026-11-21")]
    [InlineData("/audit.csv?from=2024-11-22&to=2026-11-21")]
    public async Task DaysThatCannotBe_AreToldByFieldAndRule(string address)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "a@example.jp");

        using var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("from", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
        Assert.Empty(_trails.Asked);
    }

    [Fact]
    public async Task WhatTheTrailRefuses_IsAnAnswerOfItsOwn_AndNoFile()
    {
        _trails.Refusal = new InvalidInputException("text", "must be at most 64 characters long", InputProblem.Length, "0-64");
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "a@example.jp");

        using var answer = await client.GetAsync(Days + "&text=" + new string('x', 65));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("text", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
        Assert.Null(answer.Content.Headers.ContentDisposition);
    }

    private static async Task<HttpClient> Client(WebFixture web, string? email)
    {
        var cookies = new CookieContainer();
        cookies.Add(web.Address, new Cookie("mihari.tz", "Asia%2FTokyo"));
        var client = web.Client(cookies);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-US");
        if (email is not null)
        {
            using var answer = await client.SignIn(email, "password-1");
            answer.EnsureSuccessStatusCode();
        }

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
}
