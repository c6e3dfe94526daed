using Microsoft.Playwright;
using Mihari.Tests.System.Browser;

namespace Mihari.Tests.System.Administration;

/// <summary>Two people at once: sessions that end under one of them, and changes of the same thing.</summary>
[Trait("Category", "Slow")]
public sealed class TwoBrowsersTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Building = "demo-yoga";
    private const string Address = "hanako@mihari.example";
    private const string Issued = "issued-0001";
    private const string Chosen = "chosen_0002";

    [Theory]
    [InlineData("delete")]
    [InlineData("role")]
    [InlineData("password")]
    public async Task Account_ChangedByTheAdministrator_LeavesItsOpenDashboardWithinFiveSeconds(string what)
    {
        await using var server = await MihariServer.Start();
        await using var first = await browser.Open(server);
        await using var second = await browser.Open(server);
        var desk = new Desk(first, new Words("en-US"));
        var (email, password) = await server.SignIn();
        await desk.SignIn(email, password);
        await AddHanako(desk);
        await OpenDashboard(second);

        await Change(desk, what);

        await second.Page.Locator("#email").WaitForAsync(new() { Timeout = 5_000 });
        Assert.Equal(0, await second.Page.Locator("li[data-camera]").CountAsync());
        Assert.Contains("ended=1", second.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Room_RenamedInOneBrowser_IsToldInTheOther_AndNothingIsOverwritten()
    {
        await using var server = await MihariServer.Start();
        await using var first = await browser.Open(server);
        await using var second = await browser.Open(server);
        var (email, password) = await server.SignIn();
        var (one, two) = (new Desk(first, new Words("en-US")), new Desk(second, new Words("en-US")));
        foreach (var desk in new[] { one, two })
        {
            await desk.SignIn(email, password);
            await desk.Page.GotoAsync($"/buildings/{Building}/rooms/demo-yoga-entrance/rename");
            await desk.Page.Locator("html[data-circuit=up]").WaitForAsync();
        }

        await Rename(one, "正面玄関");
        await one.Succeeded("The room was renamed.");
        await Rename(two, "裏口");

        await two.Sees("Somebody else has renamed it to “正面玄関” meanwhile.");
        await one.Page.GotoAsync($"/buildings/{Building}/rooms");
        await one.Sees("正面玄関");
        Assert.Equal(0, await one.Page.GetByText("裏口").CountAsync());
    }

    [Fact]
    public async Task Room_DeletedInOneBrowser_IsToldInTheOther()
    {
        await using var server = await MihariServer.Start();
        await using var first = await browser.Open(server);
        await using var second = await browser.Open(server);
        var (email, password) = await server.SignIn();
        var (one, two) = (new Desk(first, new Words("en-US")), new Desk(second, new Words("en-US")));
        await one.SignIn(email, password);
        await two.SignIn(email, password);
        await two.Page.GotoAsync($"/buildings/{Building}/rooms/demo-yoga-entrance/rename");
        await two.Page.Locator("html[data-circuit=up]").WaitForAsync();

        await one.Page.GotoAsync($"/buildings/{Building}/rooms/demo-yoga-entrance/delete");
        await one.Page.Locator("html[data-circuit=up]").WaitForAsync();
        await one.Click("Confirm");
        await one.Succeeded("The room was deleted.");
        await Rename(two, "裏口");

        await two.Sees("This room can’t be found.");
    }

    private static async Task Rename(Desk desk, string name)
    {
        await desk.Fill("After", name);
        await desk.Click("Change");
        await desk.Click("Confirm");
    }

    private static async Task AddHanako(Desk desk)
    {
        await desk.Page.GotoAsync("/accounts/new");
        await desk.Page.Locator("html[data-circuit=up]").WaitForAsync();
        await desk.Page.Locator("#name").FillAsync("Hanako");
        await desk.Page.Locator("#email").FillAsync(Address);
        await desk.Page.Locator("#password").FillAsync(Issued);
        await desk.Click("Add");
        await desk.Succeeded("It has been added.");
    }

    private static async Task OpenDashboard(PortalPage portal)
    {
        var page = portal.Page;
        await page.GotoAsync($"/buildings/{Building}");
        await portal.SignIn(Address, Issued);
        await page.Locator("#current").FillAsync(Issued);
        await page.Locator("#password").FillAsync(Chosen);
        await page.Locator("#again").FillAsync(Chosen);
        await page.Locator("button[form=change]").ClickAsync();
        await page.Locator("li[data-camera]").First.WaitForAsync();
        await portal.Interactive();
    }

    private static async Task Change(Desk desk, string what)
    {
        if (what == "delete")
        {
            await desk.Click("Delete Hanako");
            await desk.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Confirm", Exact = true }).ClickAsync();
            await desk.Succeeded("It has been deleted.");
            return;
        }

        await desk.Follow("Change Hanako");
        if (what == "role")
            await desk.Page.Locator("#role").SelectOptionAsync(new SelectOptionValue { Label = "Device operation" });
        else
            await desk.Page.Locator("#password").FillAsync("issued-0003");

        await desk.Click("Change");
        await desk.Succeeded("It has been changed.");
    }
}
