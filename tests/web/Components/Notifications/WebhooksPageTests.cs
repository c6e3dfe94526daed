using System.Collections.Immutable;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Web.Components.Forms;
using Mihari.Web.Components.Notifications;
using Xunit;

namespace Mihari.Tests.Web.Components.Notifications;

/// <summary>The customer's own systems.</summary>
public sealed class WebhooksPageTests
{
    private static readonly Webhook Hook = new("h1", "本社", "https://hooks.example.com/mihari/incoming?room=all", Cards.Now, Cards.Now, null, null);

    [Theory]
    [InlineData("the address leads inside: loopback addresses are not called", "このアドレスは使用できません：内部または特殊用途のアドレス（ループバック）には送信しません。")]
    [InlineData("the address has a user name in it", "このアドレスは使用できません：アドレスにユーザー名が含まれています。")]
    [InlineData("must be an https address of at most 500 characters, without a user name or a fragment", "https:// で始まる500文字以内のアドレスを、ユーザー名と # 以降を除いて入力してください。")]
    public async Task Add_AnAddressThatIsNotTaken_IsToldWhy(string rule, string says)
    {
        await using var portal = new Portals("ja");
        var hooks = new Hooks { Refusal = new InvalidInputException("url", rule, InputProblem.Address) };
        var page = Open(portal, hooks);

        await Add(page);

        Assert.Equal(says, page.Find(".mh-form .mh-error").TextContent.Trim());
    }

    [Fact]
    public async Task Hook_OfWhichNothingIsKnown_IsNotSaidToBeWell()
    {
        await using var portal = new Portals("ja");

        Assert.Equal("エラーなし", Open(portal, new Hooks()).Find("tbody .mh-chip").TextContent);
    }

    [Fact]
    public async Task Hook_ThatCouldNotBeCalled_SaysWhyInTheViewersLanguage()
    {
        await using var portal = new Portals("ja");
        var page = Open(portal, new Hooks { All = [Hook with { Problem = "there is no connection", ProblemAt = Cards.Now }] });

        Assert.StartsWith("接続できません（", page.Find("tbody .wrong").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotate_AsksFirst()
    {
        await using var portal = new Portals("ja");
        var hooks = new Hooks();
        var page = Open(portal, hooks);

        await page.Find("button[aria-label='本社 の鍵を再発行']").ClickAsync(new());
        Assert.Empty(hooks.Asked);
        await page.Find("dialog .mh-button-main").ClickAsync(new());

        Assert.Equal(["Rotate h1"], hooks.Asked);
    }

    [Fact]
    public async Task WhatWasSaidOfTheOneBefore_IsGone_AsTheNextIsAdded()
    {
        await using var portal = new Portals("ja");
        var page = Open(portal, new Hooks());
        portal.Page.Services.GetRequiredService<SuccessNotices>().Leave("Webhookを削除しました。");
        await page.WaitForAssertionAsync(() => Assert.Contains("Webhookを削除しました。", page.Markup, StringComparison.Ordinal));

        await Add(page);

        Assert.DoesNotContain("Webhookを削除しました。", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Support_WhoIsOfNoCustomer_IsToldSo()
    {
        await using var portal = new Portals("ja") { Role = Role.Support };
        var page = portal.Page.Render<WebhooksPage>();

        Assert.Contains("Webhookはお客さまが設定します", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
    }

    private static async Task Add(IRenderedComponent<WebhooksPage> page)
    {
        await page.Find("#hook-name").ChangeAsync("本社");
        await page.Find("#hook-url").ChangeAsync("https://127.0.0.1/");
        await page.Find("form").SubmitAsync();
    }

    private static IRenderedComponent<WebhooksPage> Open(Portals portal, Hooks hooks)
    {
        portal.Grains.Put<IWebhooks>("c1", hooks);
        return portal.Page.Render<WebhooksPage>();
    }

    private sealed class Hooks : IWebhooks
    {
        public ImmutableArray<Webhook> All { get; set; } = [Hook];

        public Exception? Refusal { get; set; }

        public List<string> Asked { get; } = [];

        public Task<ImmutableArray<Webhook>> Get(Caller by) => Task.FromResult(All);

        public Task<WebhookSecret> Add(Caller by, string name, string url) => Do($"Add {name} {url}");

        public Task<WebhookSecret> Rotate(Caller by, string id) => Do($"Rotate {id}");

        public Task Remove(Caller by, string id) => Do($"Remove {id}");

        private Task<WebhookSecret> Do(string what)
        {
            Asked.Add(what);
            return Refusal is null ? Task.FromResult(new WebhookSecret(Hook, "s")) : throw Refusal;
        }
    }
}
