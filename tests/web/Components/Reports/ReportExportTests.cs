using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mihari.Accounts;
using Mihari.Tests.Web.Api;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Support;
using Xunit;

namespace Mihari.Tests.Web.Components.Reports;

/// <summary>A report as files for spreadsheets, and over REST.</summary>
public sealed class ReportExportTests
{
    private readonly FakeGrains _grains = new();
    private readonly Reports _reports;

    public ReportExportTests()
    {
        DescribedProperty.Put(_grains);
        _reports = Reports.In(_grains);
        var accounts = new FakeAccounts(_grains);
        accounts.Add("viewer@example.jp", "password-1", "c1", Role.Viewer);
        accounts.Add("other@example.jp", "password-1", "c2");
        accounts.Add("support@example.jp", "password-1", null, Role.Support);
    }

    [Fact]
    public async Task Cameras_AreALineEach_InWholeSeconds_AndNoFormula()
    {
        var (answer, rows) = await Get("/buildings/b1/report.csv?month=2026-11");

        Assert.Equal("mihari-report-2026-11-cameras.csv", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal(("text/csv", "no-store"), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.ToString()));
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), (await answer.Content.ReadAsByteArrayAsync())[..3]);
        Assert.Equal(
            ["玄関", "02AA00000001", "エントランス", "2026-11-03T00:00:00+09:00", "2026-12-01T00:00:00+09:00", "95.9", "94.7", "360000", "342000", "14400", "3600", "3", "324000", "14400", "1800", "0", "0", "1800", "18000"],
            rows[1].AsEnumerable());
        Assert.Equal(["'=新品", "02AA00000002", "駐車場", "", "", "", "", "0"], rows[2].Take(8));
        Assert.Equal([19, 19, 19], rows.Select(row => row.Length));
        Assert.Equal(["read 2026-11", "note 2026-11 cameras"], _reports.Asked);
    }

    [Fact]
    public async Task Days_AreALineEach()
    {
        var (_, rows) = await Get("/buildings/b1/report.csv?month=2026-11&part=days");

        Assert.Equal(["玄関", "02AA00000001", "エントランス", "2026-11-03", "95.9", "94.7", "360000"], Assert.Single(rows.Skip(1)).Take(7));
        Assert.Equal(18, rows[0].Length);
        Assert.Equal("note 2026-11 days", _reports.Asked[^1]);
    }

    [Fact]
    public async Task Troubles_HaveTheirWholeLength_AndThatOfTheMonth()
    {
        var (_, rows) = await Get("/buildings/b1/report.csv?month=2026-11&part=troubles");

        Assert.Equal(["SD card error", "玄関", "02AA00000001", "エントランス", "2026-11-30T00:00:00+09:00", "", "", "86400"], rows[1].AsEnumerable());
        Assert.Equal(["The whole building", "", "", "2026-10-31T22:00:00+09:00", "2026-11-01T01:00:00+09:00", "10800", "3600"], rows[2].Skip(1));
    }

    [Fact]
    public async Task Troubles_AreAll_AlsoWhereThePageListsTheNewestAlone()
    {
        (_reports.Month, _reports.Past) = (Reports.Report with { HasMoreTroubles = true }, 2_301);

        var (_, rows) = await Get("/buildings/b1/report.csv?month=2026-11&part=troubles");

        Assert.Equal(Enumerable.Range(0, 2_301).Select(n => $"玄関{n}"), rows.Skip(1).Select(row => row[1]));
        Assert.Contains("history 31-30", _reports.Asked);

        _reports.Month = _reports.Month with { TroublesFrom = Reports.From.AddDays(2) };
        Assert.Equal(2, (await Get("/buildings/b1/report.csv?month=2026-11&part=troubles")).Rows.Count);
    }

    [Theory]
    [InlineData(10, "2026-11-11T00:00:00+09:00")]
    [InlineData(90, "2026-12-01T00:00:00+09:00")]
    public async Task Troubles_ThatAreNotKept_AreTheLastLine_AsSomethingThatIsNotKnown(int kept, string expected)
    {
        _reports.Month = Reports.Report with { TroublesFrom = Reports.From.AddDays(kept) };

        var (_, rows) = await Get("/buildings/b1/report.csv?month=2026-11&part=troubles");

        Assert.Equal(4, rows.Count);
        Assert.Equal(["Not known (no longer kept)", "", "", "", "2026-11-01T00:00:00+09:00", expected, "", ""], rows[3].AsEnumerable());
    }

    [Fact]
    public async Task Rest_SaysFromWhenTroublesAreKnown()
    {
        _reports.Month = Reports.Report with { TroublesFrom = Reports.From.AddDays(10), Troubles = [] };
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "viewer@example.jp");

        var report = await client.GetFromJsonAsync<JsonElement>("/api/v1/buildings/b1/reports/2026-11");

        Assert.Equal(Reports.From.AddDays(10), report.GetProperty("troublesFrom").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("other@example.jp", "/buildings/b1/report.csv?month=2026-11", HttpStatusCode.NotFound)]
    [InlineData("viewer@example.jp", "/buildings/x1/report.csv?month=2026-11", HttpStatusCode.NotFound)]
    [InlineData("support@example.jp", "/buildings/b1/report.csv?month=2026-11", HttpStatusCode.OK)]
    [InlineData(null, "/buildings/b1/report.csv?month=2026-11", HttpStatusCode.Found)]
    [InlineData("other@example.jp", "/api/v1/buildings/b1/reports/2026-11", HttpStatusCode.NotFound)]
    [InlineData("viewer@example.jp", "/api/v1/buildings/b1/reports/2026-11", HttpStatusCode.OK)]
    [InlineData(null, "/api/v1/buildings/b1/reports/2026-11", HttpStatusCode.Unauthorized)]
    public async Task Report_IsForWhoMayReadIt(string? email, string address, HttpStatusCode expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, email);

        using var answer = await client.GetAsync(address);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("/buildings/b1/report.csv", "month")]
    [InlineData("/buildings/b1/report.csv?month=2026-13", "month")]
    [InlineData("/buildings/b1/report.csv?month=2027-01", "month")]
    [InlineData("/buildings/b1/report.csv?month=2026-11&part=all", "part")]
    [InlineData("/api/v1/buildings/b1/reports/2026-1", "month")]
    [InlineData("/api/v1/buildings/b1/reports/2027-01", "month")]
    public async Task WhatCannotBe_IsToldByFieldAndRule_AndNothingIsNoted(string address, string field)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "viewer@example.jp");

        using var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
        Assert.DoesNotContain(_reports.Asked, asked => asked.StartsWith("note", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rest_HasSecondsAndPercentages_AndNullWhereThereIsNone()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "viewer@example.jp");

        var report = await client.GetFromJsonAsync<JsonElement>("/api/v1/buildings/b1/reports/2026-11");

        var total = report.GetProperty("total");
        Assert.Equal((95.9m, 94.7m, 360_000, 18_000), (total.GetProperty("availabilityPercent").GetDecimal(), total.GetProperty("coveragePercent").GetDecimal(), total.GetProperty("due").GetInt64(), total.GetProperty("open").GetInt64()));
        var unseen = report.GetProperty("cameras")[1];
        Assert.Equal(0, unseen.GetProperty("time").GetProperty("due").GetInt64());
        Assert.False(unseen.GetProperty("time").TryGetProperty("coveragePercent", out var none) && none.ValueKind == JsonValueKind.Number);
        Assert.Equal(("2026-11", "Asia/Tokyo"), (report.GetProperty("month").GetString(), report.GetProperty("zone").GetString()));
    }

    private static async Task<HttpClient> Client(WebFixture web, string? email)
    {
        var client = web.Client(new CookieContainer());
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-US");
        if (email is not null)
        {
            using var answer = await client.SignIn(email, "password-1");
            answer.EnsureSuccessStatusCode();
        }

        return client;
    }

    private async Task<(HttpResponseMessage Answer, List<ImmutableArray<string>> Rows)> Get(string address)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await Client(web, "viewer@example.jp");
        var answer = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (answer, [.. Csv.Read(await answer.Content.ReadAsStringAsync()).Select(r => r.Cells)]);
    }
}
