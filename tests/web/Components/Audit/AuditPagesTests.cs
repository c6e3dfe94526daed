using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Support;
using Mihari.Tests.Web.Components.Support;
using Mihari.Web.Components.Audit;
using Xunit;

namespace Mihari.Tests.Web.Components.Audit;

/// <summary>The trail on its pages: an administrator's own, and Support's of all customers.</summary>
public sealed class AuditPagesTests
{
    [Fact]
    public async Task Administrator_SeesTheirOwnTrail_AndNoChoiceOfCustomers()
    {
        await using var portal = new Portals("ja");
        var trails = new AuditTrails(portal.Grains) { Pages = { ["c1"] = [[AuditTrails.Entry("e1")]] } };
        var page = portal.Page.Render<Mihari.Web.Components.Audit.AuditPage>();

        Assert.Equal("c1", Assert.Single(trails.Asked).Trail);
        Assert.Equal("見張 太郎", page.Find("td.who strong").TextContent);
        Assert.Equal("192.0.2.1", page.Find("td.where .small").TextContent);
        Assert.Equal(("駐車場", "共用部"), (page.Find("del").TextContent, page.Find("ins").TextContent));
        Assert.Empty(page.FindAll("#audit-customers"));
        Assert.Empty(page.FindAll("td.customer"));
    }

    [Fact]
    public async Task EmptyTrail_SaysSo()
    {
        await using var portal = new Portals("en-US");
        _ = new AuditTrails(portal.Grains);
        var page = portal.Page.Render<Mihari.Web.Components.Audit.AuditPage>();

        Assert.Empty(page.FindAll("table"));
        Assert.Single(page.FindAll(".mh-notice, .notice"));
    }

    [Fact]
    public async Task Filter_IsAskedFor_AndTheFileIsOfTheSame()
    {
        await using var portal = new Portals("en-US");
        var trails = new AuditTrails(portal.Grains);
        var page = portal.Page.Render<Mihari.Web.Components.Audit.AuditPage>();

        await page.FindAll("input[type=date]")[0].ChangeAsync("2026-11-01");
        await page.FindAll("input[type=date]")[1].ChangeAsync("2026-11-02");
        await page.Find("select").ChangeAsync("Video");
        await page.Find("input[type=search]").ChangeAsync(" 花子 & co ");
        await page.Find("form").SubmitAsync();

        var query = trails.Asked[^1].Query;
        Assert.Equal((new DateTimeOffset(2026, 10, 31, 15, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 2, 15, 0, 0, TimeSpan.Zero)), (query.From, query.To));
        Assert.Equal("花子 & co", query.Text);
        Assert.Equal([AuditAction.ClipViewed, AuditAction.LiveViewed, AuditAction.RecordingViewed, AuditAction.RecordingExported, AuditAction.ExportDownloaded, AuditAction.StillViewed], query.Actions.AsEnumerable());
        Assert.Equal(
            $"/audit.csv?from=2026-11-01&to=2026-11-02&group=Video&text={Uri.EscapeDataString("花子 & co")}&customer=", page.Find("a[download]").GetAttribute("href"));
    }

    [Fact]
    public async Task Days_ThatCannotBe_AreTold_AndNothingIsAsked()
    {
        await using var portal = new Portals("en-US");
        var trails = new AuditTrails(portal.Grains) { Pages = { ["c1"] = [[AuditTrails.Entry("e1")]] } };
        var page = portal.Page.Render<Mihari.Web.Components.Audit.AuditPage>();

        await page.FindAll("input[type=date]")[0].ChangeAsync("2026-11-03");
        await page.FindAll("input[type=date]")[1].ChangeAsync("2026-11-02");
        await page.Find("form").SubmitAsync();

        Assert.Single(trails.Asked);
        Assert.Empty(page.FindAll("table"));
        Assert.Equal("2026-11-03", page.FindAll("input[type=date]")[0].GetAttribute("value"));
        Assert.DoesNotContain("Loading", page.Find(".count").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_GoesOnWhereTheListEnds_OverPagesThatAreEmpty()
    {
        await using var portal = new Portals("en-US");
        var entries = Enumerable.Range(0, 150).Select(i => AuditTrails.Entry($"e{i}")).ToArray();
        _ = new AuditTrails(portal.Grains) { Pages = { ["c1"] = [entries[..60], [], entries[60..100], entries[100..]] } };
        var page = portal.Page.Render<Mihari.Web.Components.Audit.AuditPage>();
        Assert.Equal(100, page.FindAll("tbody tr").Count);

        await page.Find(".more button").ClickAsync(new());

        Assert.Equal(150, page.FindAll("tbody tr").Count);
        Assert.Empty(page.FindAll(".more"));
    }

    [Fact]
    public async Task Support_SeesAll_WithTheCustomersNames()
    {
        await using var bench = Bench(out var trails);
        trails.Pages[IAuditTrail.Everything] = [[AuditTrails.Entry("e1"), AuditTrails.Entry("e2", "c9")]];
        var page = bench.Page.Render<SupportAuditPage>();

        Assert.Equal(IAuditTrail.Everything, Assert.Single(trails.Asked).Trail);
        Assert.Equal(["用賀不動産", "c9"], page.FindAll("td.customer").Select(c => c.TextContent));
        Assert.Equal("c1", page.Find("#audit-customers option").GetAttribute("value"));
    }

    [Fact]
    public async Task Support_FromACustomer_BeginsWithItsTrail_AndKeepsAnIdThatNobodyHas()
    {
        await using var bench = Bench(out var trails);
        bench.Page.Services.GetRequiredService<NavigationManager>().NavigateTo("support/audit?customer=c1");
        var page = bench.Page.Render<SupportAuditPage>();
        Assert.Equal("c1", Assert.Single(trails.Asked).Trail);

        trails.Refusal = new UnknownIdException("audit trail", "nobody");
        await page.Find("input[list]").ChangeAsync("nobody");
        await page.Find("form").SubmitAsync();

        Assert.Equal("nobody", trails.Asked[^1].Trail);
        Assert.Equal("nobody", page.Find("input[list]").GetAttribute("value"));
        Assert.Empty(page.FindAll("table"));
    }

    private static SupportBench Bench(out AuditTrails trails)
    {
        var bench = new SupportBench { Customers = [new CustomerEntry(new CustomerId("c1"), "用賀不動産", SupportBench.At)] };
        trails = new AuditTrails(bench.Portal.Grains);
        return bench;
    }
}
