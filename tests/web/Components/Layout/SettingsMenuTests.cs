using Bunit;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Layout;
using Xunit;

namespace Mihari.Tests.Web.Components.Layout;

public sealed class SettingsMenuTests
{
    [Fact]
    public async Task Items_Administrator_AreTheManualsInItsOrder()
    {
        await using var portal = new Portals("ja");
        var menu = Open(portal, Role.Administrator);

        Assert.Equal(
            ["建物・部屋追加", "デバイス追加", "建物名変更・削除", "部屋名変更・削除", "デバイス名変更・削除", "デバイス交換", "ユーザーアカウント管理", "撮影条件", "撮影条件削除", "Webhook", "監査ログ"],
            menu.FindAll("a").Select(link => link.TextContent.Trim()));
        Assert.Equal(
            ["rooms/new", "devices/new", "buildings/manage", "rooms/manage", "devices/manage", "devices/replace", "accounts", "capture-rules/new", "capture-rules/delete", "webhooks", "audit"],
            menu.FindAll("a").Select(link => link.GetAttribute("href")));
        Assert.Equal("設定", menu.Find("button").GetAttribute("aria-label"));
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    public async Task Items_NothingAllowed_NoGear(Role role)
    {
        await using var portal = new Portals("ja");

        Assert.Equal("", Open(portal, role).Markup.Trim());
    }

    [Fact]
    public async Task Items_Support_IsTheSupportDesk()
    {
        await using var portal = new Portals("ja");

        Assert.Equal(["サポート窓口", "監査ログ"], Open(portal, Role.Support).FindAll("a").Select(link => link.TextContent.Trim()));
    }

    [Fact]
    public async Task Items_PasswordToBeChanged_NoGear()
    {
        await using var portal = new Portals("ja");

        Assert.Equal("", Open(portal, Role.Administrator, mustChange: true).Markup.Trim());
    }

    private static IRenderedComponent<SettingsMenu> Open(Portals portal, Role role, bool mustChange = false)
    {
        var caller = new Caller(new AccountId("a1"), role == Role.Support ? null : new CustomerId("c1"), role);
        var user = new SessionGrant(caller, "さくら", "s", "s1", mustChange).ToPrincipal("test");
        return portal.Page.Render<SettingsMenu>(p => p.Add(m => m.User, user));
    }
}
