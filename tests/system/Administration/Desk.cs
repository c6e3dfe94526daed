using Microsoft.Playwright;
using Mihari.Tests.System.Browser;

namespace Mihari.Tests.System.Administration;

/// <summary>A manager at the portal, in one language: goes by the names of buttons and fields, as people do.</summary>
internal sealed class Desk(PortalPage portal, Words words)
{
    public IPage Page => portal.Page;

    public Words Words => words;

    /// <summary>Signs in and waits until the page hears what is clicked.</summary>
    public async Task SignIn(string email, string password)
    {
        await Page.GotoAsync("/");
        await portal.SignIn(email, password);
        await portal.Interactive();
    }

    /// <summary>Chooses an entry of the gear menu.</summary>
    public async Task Open(string entry)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = words.Settings, Exact = true }).ClickAsync();
        await Page.Locator("#settings-menu").GetByRole(AriaRole.Link, new() { Name = entry, Exact = true }).ClickAsync();
        await Page.Locator("#settings-menu").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    public Task Click(string button) => Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task Follow(string link) => Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();

    public Task Fill(string field, string text) => Page.Locator("main").GetByLabel(field, new() { Exact = true }).FillAsync(text);

    /// <summary>What was typed stands there still.</summary>
    public async Task Keeps(string field, string text) =>
        Assert.Equal(text, await Page.Locator("main").GetByLabel(field, new() { Exact = true }).InputValueAsync());

    public Task Choose(string name) => Page.Locator("main label.choice", new() { HasText = name }).ClickAsync();

    public Task Select(string field, string option) => Page.Locator("main").GetByLabel(field, new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = option });

    public Task Heading(string text) => Page.GetByRole(AriaRole.Heading, new() { Name = text, Exact = true }).First.WaitForAsync();

    /// <summary>The page says 成功 and the sentence, and where it is said.</summary>
    public async Task Succeeded(string sentence)
    {
        await Page.Locator(".banner", new() { HasText = sentence }).WaitForAsync();
        Assert.Contains(words.Success, await Page.Locator(".banner").InnerTextAsync(), StringComparison.Ordinal);
    }

    /// <summary>Where the page says that one is.</summary>
    public async Task Crumbs(params string[] trail)
    {
        var crumbs = Page.Locator("nav.crumbs");
        await crumbs.GetByText(trail[^1], new() { Exact = true }).WaitForAsync();
        var steps = await crumbs.Locator("li").AllInnerTextsAsync();
        Assert.Equal(trail, steps.Select(s => s.Trim()));
    }

    public Task Sees(string text) => Page.Locator("main").GetByText(text).First.WaitForAsync();

    public void HadNothingToComplainOf() => portal.HadNothingToComplainOf();
}
