using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Support;
using Mihari.Web.Components.Support;
using Xunit;

namespace Mihari.Tests.Web.Components.Support;

/// <summary>The desk's list of customers, and a customer from its registration on.</summary>
public sealed class CustomersPagesTests
{
    [Fact]
    public async Task Desk_WithoutCustomers_SaysHowToBegin()
    {
        await using var bench = new SupportBench("ja");
        var page = bench.Page.Render<SupportPage>();

        Assert.Contains("契約者はまだ登録されていません。", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("table"));
        Assert.Equal("support/customers/new", page.Find("a.mh-button-main").GetAttribute("href"));
    }

    [Fact]
    public async Task Desk_ListsCustomersByPages_AndFindsThemByName()
    {
        await using var bench = new SupportBench { Customers = [.. Enumerable.Range(1, 30).Select(i => new CustomerEntry(new CustomerId($"c{i}"), $"不動産<{i}>", SupportBench.At))] };
        var page = bench.Page.Render<SupportPage>();

        Assert.Equal(25, page.FindAll("tbody tr").Count);
        Assert.Contains("Showing 1 to 25 of 30", page.Markup, StringComparison.Ordinal);
        Assert.Equal("support/customers/c1", page.Find("tbody a").GetAttribute("href"));
        await page.Find("input[type=search]").InputAsync("<30>");
        Assert.Equal("不動産<30>", page.Find("tbody a").TextContent);
        await page.Find("input[type=search]").InputAsync("nobody");
        Assert.Contains("No customer matches.", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ｋ－１")]
    [InlineData(" 02-00-00-00-00-01 ")]
    public async Task Find_LeadsToTheContract_FromItsNumberOrADevice(string typed)
    {
        await using var bench = new SupportBench { Registered = new([SupportBench.Known("K-1")], [new(DeviceId.Parse(SupportBench.Mac), new ContractNumber("K-1"))]) };
        var page = bench.Page.Render<SupportPage>();

        await page.Find("#find").InputAsync(typed);
        await page.Find("form.find").SubmitAsync();

        Assert.EndsWith("/support/contracts/K-1", bench.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_OfWhatIsNotRegistered_SaysSoAndKeepsIt()
    {
        await using var bench = new SupportBench();
        var page = bench.Page.Render<SupportPage>();

        await page.Find("#find").InputAsync("K-404");
        await page.Find("form.find").SubmitAsync();

        Assert.Equal("K-404 is not registered.", page.Find("#find-problem").TextContent);
        Assert.Equal("K-404", page.Find("#find").GetAttribute("value"));
    }

    [Fact]
    public async Task NewCustomer_ShowsTheIssuedPassword_AndThenTheWayOn()
    {
        await using var bench = new SupportBench();
        var page = await Fill(bench);

        await page.Find("form").SubmitAsync();

        Assert.Equal("abcd-efgh", page.Find("#once").GetAttribute("value"));
        Assert.Contains("The password is shown only now", page.Find(".once").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
        var customer = Assert.Single(bench.Calls).Split(' ')[1];
        Assert.Equal($"support/customers/{customer}?tab=contracts", page.Find(".once a").GetAttribute("href"));
        Assert.DoesNotContain("abcd-efgh", bench.Page.Render<NewCustomerPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewCustomer_Refused_SaysWhereAndWhy_AndKeepsWhatWasTyped_AndItsId()
    {
        await using var bench = new SupportBench { Refusal = new ConflictException("administratorEmail", "is another account's", Clash.Taken) };
        var page = await Fill(bench);

        await page.Find("form").SubmitAsync();

        Assert.Equal("true", page.Find("#administratorEmail").GetAttribute("aria-invalid"));
        Assert.Equal("It is in use already.", page.Find("#administratorEmail-error").TextContent);
        Assert.Equal("Administrator e-mail address", page.Find("[role=alert] .field").TextContent);
        Assert.Equal(["用賀不動産", "管理 一郎", "a@example.jp"], page.FindAll("form input").Select(i => i.GetAttribute("value")));
        Assert.Empty(page.FindAll("#once"));

        bench.Refusal = null;
        await page.Find("form").SubmitAsync();

        Assert.Single(bench.Calls.Distinct());
        Assert.Equal("abcd-efgh", page.Find("#once").GetAttribute("value"));
    }

    [Fact]
    public async Task NewCustomer_WhenTheServerDoesNotAnswer_CanBeTriedAgain()
    {
        await using var bench = new SupportBench { Refusal = new TimeoutException() };
        var page = await Fill(bench);

        await page.Find("form").SubmitAsync();

        Assert.Contains("Please try again in a moment.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("用賀不動産", page.Find("#name").GetAttribute("value"));
        Assert.False(page.Find("button[type=submit]").HasAttribute("disabled"));
    }

    [Theory]
    [InlineData("no-body")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task Customer_ThatIsNotThere_SaysSo(string id)
    {
        await using var bench = new SupportBench();
        var page = bench.Page.Render<CustomerOverview>(p => p.Add(c => c.Id, id));

        Assert.Contains("There is no such customer.", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("nav.tabs"));
    }

    [Theory]
    [InlineData(null, "アカウント", "アカウントはありません。")]
    [InlineData("contracts", "契約", "契約はまだ登録されていません。")]
    [InlineData("import", "CSV 一括登録", "contract,mac,key")]
    [InlineData("removed", "削除されたもの", "削除されたものはありません。")]
    [InlineData("plan", "契約プラン", "クラウドオプションなし")]
    [InlineData("name", "契約者名", "変更後の契約者名")]
    [InlineData("<script>", "アカウント", "アカウントはありません。")]
    public async Task Customer_WithNothingYet_ShowsEachPart(string? tab, string current, string says)
    {
        await using var bench = new SupportBench("ja");
        bench.Page.Services.GetRequiredService<NavigationManager>().NavigateTo(tab is null ? "support/customers/c1" : $"support/customers/c1?tab={Uri.EscapeDataString(tab)}");
        var page = bench.Page.Render<CustomerOverview>(p => p.Add(c => c.Id, "c1"));

        Assert.Equal("用賀不動産", page.Find("h1").TextContent);
        Assert.Equal(current, page.Find("nav.tabs [aria-current=page]").TextContent);
        Assert.Contains(says, page.Markup, StringComparison.Ordinal);
        Assert.Equal("support/audit?customer=c1", page.Find("nav.tabs a:last-child").GetAttribute("href"));
    }

    [Fact]
    public async Task Name_ChangedMeanwhile_SaysToWhat_AndKeepsWhatWasTyped()
    {
        await using var bench = new SupportBench { Refusal = new ConflictException("name", "is not what it was", Clash.ChangedMeanwhile, "目黒不動産") };
        var page = bench.Page.Render<CustomerName>(p => p.Add(n => n.Customer, bench.Customer));

        await page.Find("#name").ChangeAsync("世田谷不動産");
        await page.Find("form").SubmitAsync();

        Assert.Equal("It was changed to “目黒不動産” meanwhile. Check it, then try again.", page.Find("#name-error").TextContent);
        Assert.Equal("世田谷不動産", page.Find("#name").GetAttribute("value"));
        Assert.Equal("rename 用賀不動産 世田谷不動産", Assert.Single(bench.Calls));
    }

    [Fact]
    public async Task Plan_IsChanged_FromWhatItWas()
    {
        await using var bench = new SupportBench();
        var page = bench.Page.Render<CustomerPlan>(p => p.Add(n => n.Customer, bench.Customer));
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));

        await page.Find("input[value=Basic]").ChangeAsync("Basic");
        await SupportBench.Sure(page, page.Find("button[type=submit]").TextContent.Trim());

        Assert.Equal("plan Cloud Basic", Assert.Single(bench.Calls));
    }

    [Fact]
    public async Task Removed_IsRestoredAfterAYes_AndARefusalLeavesItListed()
    {
        await using var bench = new SupportBench
        {
            Removed = [new RemovedThing(RemovedKind.Room, "r1", "共用部", "用賀マンション", SupportBench.At, "管理 一郎", SupportBench.At.AddDays(30))],
            Refusal = new ConflictException("contract", "has a room", Clash.HasRoom),
        };
        var page = bench.Page.Render<CustomerRemoved>(p => p.Add(r => r.Customer, new CustomerId("c1")));

        Assert.Equal(["Room", "用賀マンション"], page.FindAll("tbody td").Take(2).Select(c => c.TextContent));
        await SupportBench.Sure(page, "Restore: 共用部");
        Assert.Contains("A room is registered for this contract already.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll("tbody tr"));

        bench.Refusal = null;
        await SupportBench.Sure(page, "Restore: 共用部");
        Assert.Contains("Nothing was deleted.", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["restore Room r1", "restore Room r1"], bench.Calls);
    }

    private static async Task<IRenderedComponent<NewCustomerPage>> Fill(SupportBench bench)
    {
        var page = bench.Page.Render<NewCustomerPage>();
        await page.Find("#name").ChangeAsync("用賀不動産");
        await page.Find("#administratorName").ChangeAsync("管理 一郎");
        await page.Find("#administratorEmail").ChangeAsync("a@example.jp");
        return page;
    }
}
