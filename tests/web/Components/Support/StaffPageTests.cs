using Bunit;
using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Web.Components.Support;
using Xunit;

namespace Mihari.Tests.Web.Components.Support;

public sealed class StaffPageTests
{
    [Fact]
    public async Task Own_CannotBeDeletedNorGivenAPassword()
    {
        await using var bench = Bench();
        var page = bench.Page.Render<StaffPage>();

        Assert.Contains("(you)", page.Find("tbody th").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Issue a password: 窓口 二郎", "Delete: 窓口 二郎"], SupportBench.Buttons(page));
    }

    [Fact]
    public async Task Add_ShowsThePasswordUntilItIsClosed()
    {
        await using var bench = Bench();
        var page = await Fill(bench);

        await page.Find("form.add").SubmitAsync();

        Assert.Equal("staff 窓口 三郎 s3@example.jp", Assert.Single(bench.Calls));
        Assert.Equal("abcd-efgh", page.Find("#once").GetAttribute("value"));
        await SupportBench.Button(page, "Close").ClickAsync(new());
        Assert.DoesNotContain("abcd-efgh", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_Refused_SaysWhereAndWhy_AndKeepsWhatWasTyped()
    {
        await using var bench = Bench();
        bench.Refusal = new InvalidInputException("name", "must be 1 to 64 characters long", InputProblem.Length, "1-64");
        var page = await Fill(bench);

        await page.Find("form.add").SubmitAsync();

        Assert.Equal("Enter 1 to 64 characters.", page.Find("#name-error").TextContent);
        Assert.Equal(["窓口 三郎", "s3@example.jp"], page.FindAll("form.add input").Select(i => i.GetAttribute("value")));
        Assert.Empty(page.FindAll("#once"));
    }

    [Fact]
    public async Task Delete_IsAskedFirst_AndARefusalLeavesTheAccount()
    {
        await using var bench = Bench();
        bench.Refusal = new ConflictException("account", "is the last one");
        var page = bench.Page.Render<StaffPage>();

        await SupportBench.Button(page, "Delete: 窓口 二郎").ClickAsync(new());
        Assert.Equal("Delete 窓口 二郎? All sessions end.", page.Find("dialog p").TextContent);
        Assert.Empty(bench.Calls);
        await page.Find("dialog .mh-actions button:last-child").ClickAsync(new());
        Assert.Contains("That doesn’t go with how things stand now.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll("tbody tr").Count);

        bench.Refusal = null;
        await SupportBench.Sure(page, "Delete: 窓口 二郎");
        Assert.Single(page.FindAll("tbody tr"));
    }

    private static SupportBench Bench() => new() { Staff = [SupportBench.Account("a1", "窓口 一郎", Role.Support), SupportBench.Account("s2", "窓口 二郎", Role.Support)] };

    private static async Task<IRenderedComponent<StaffPage>> Fill(SupportBench bench)
    {
        var page = bench.Page.Render<StaffPage>();
        await SupportBench.Button(page, "Add somebody").ClickAsync(new());
        await page.Find("#name").ChangeAsync("窓口 三郎");
        await page.Find("#email").ChangeAsync("s3@example.jp");
        return page;
    }
}
