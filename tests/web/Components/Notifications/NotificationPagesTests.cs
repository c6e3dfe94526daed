using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Tests.Web.Components.Buildings;
using Mihari.Web.Components.Forms;
using Mihari.Web.Components.Notifications;
using Mihari.Web.Components.Rooms;
using Xunit;

namespace Mihari.Tests.Web.Components.Notifications;

/// <summary>通知先メールアドレスの設定 and 通知タイプの設定 (manual, chapter 3).</summary>
public sealed class NotificationPagesTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 29, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ja", "未設定", "トラブルのみ通知する")]
    [InlineData("en-US", "None", "Troubles only")]
    public async Task RoomList_ShowsWhatIsSet_WithTheWaysToChangeIt(string language, string mail, string type)
    {
        await using var portal = new Portals(language);
        _ = new FakeProperty(portal);
        var page = portal.Page.Render<RoomsPage>(p => p.Add(r => r.Id, "b1"));

        Assert.Equal(mail, page.Find("[data-room=r1] a[href='buildings/b1/notifications/mail?room=r1']").TextContent);
        Assert.Equal(type, page.Find("[data-room=r1] a[href='buildings/b1/notifications/type?room=r1']").TextContent);
        Assert.Equal(2, page.FindAll("thead a").Count);
    }

    [Fact]
    public async Task RoomList_Viewer_SeesNeitherColumn()
    {
        await using var portal = new Portals("ja") { Role = Role.Viewer };
        _ = new FakeProperty(portal);
        var page = portal.Page.Render<RoomsPage>(p => p.Add(r => r.Id, "b1"));

        Assert.DoesNotContain("通知設定", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_OfAllRooms_IsSetForTheBuilding()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = Mail(portal, null);

        await page.Find("#address-1").InputAsync(" kanri@example.jp ");
        await page.FindAll("button").Single(b => b.TextContent.Contains("通知先を追加", StringComparison.Ordinal)).ClickAsync(new());
        await page.Find("#address-2").InputAsync("keibi@example.jp");
        await page.Find("select").ChangeAsync("en");
        await page.Find("form").SubmitAsync();

        Assert.Equal(["SetMail b1 [kanri@example.jp,keibi@example.jp] en"], property.Asked);
        Assert.EndsWith("buildings/b1/rooms", portal.Page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_AnAddressThatIsNone_IsTold_AndNothingIsSet()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = Mail(portal, "r1");

        await page.Find("#address-1").InputAsync("nobody");
        await page.Find("form").SubmitAsync();

        Assert.Empty(property.Asked);
        Assert.Equal("true", page.Find("#address-1").GetAttribute("aria-invalid"));
        Assert.Equal("nobody", page.Find("#address-1").GetAttribute("value"));
    }

    [Fact]
    public async Task Mail_WhereRoomsDiffer_NothingIsRemovedUnseen()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        property.Told = [property.Told[0], property.Told[1] with { Addresses = [Address(AddressState.Confirmed)] }];
        var page = Mail(portal, null);

        Assert.Contains("部屋ごとに異なる通知先", page.Markup, StringComparison.Ordinal);
        await page.Find("form").SubmitAsync();

        Assert.Empty(property.Asked);
    }

    [Fact]
    public async Task Mail_OfARoom_ChangedOverAndOver_IsTriedOnceMore_ThenTold_AndWhatWasTypedStays()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal) { Refusal = new ConflictException("was", "changed", Clash.ChangedMeanwhile) };
        var page = Mail(portal, "r1");

        await page.Find("#address-1").InputAsync("kanri@example.jp");
        await page.Find("form").SubmitAsync();

        Assert.Equal(["SetMail r1 [kanri@example.jp] ja 0", "SetMail r1 [kanri@example.jp] ja 0"], property.Asked);
        Assert.Equal("実行できませんでした", page.Find("[role=alert] strong").TextContent);
        Assert.Equal("kanri@example.jp", page.Find("#address-1").GetAttribute("value"));
    }

    [Fact]
    public async Task Mail_SomebodyElseWasFaster_SaysWhatIsOtherNow_KeepsWhatWasTyped_AndSetsItThen()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        property.Told = [property.Told[0] with { Addresses = [Address(AddressState.Confirmed)] }, property.Told[1]];
        property.ToldMeanwhile = [property.Told[0] with { Addresses = [Address(AddressState.Confirmed) with { Address = "keibi@example.jp" }], Language = "en", Revision = 1 }, property.Told[1]];
        var page = Mail(portal, "r1");

        await page.Find("#address-1").InputAsync("honsha@example.jp");
        await page.Find("form").SubmitAsync();

        Assert.Equal(
            ["表示している間に、ほかの人がこの設定を変更しました。入力内容はそのまま残っています。確認してもう一度「設定」を押すと、現在の設定に上書きされます。", "追加された通知先：keibi@example.jp", "削除された通知先：kanri@example.jp", "現在の言語：英語"],
            page.FindAll("[role=alert] li").Select(line => line.TextContent.Trim()));
        Assert.DoesNotContain("入力内容を確認してください", page.Markup, StringComparison.Ordinal);
        Assert.Equal("honsha@example.jp", page.Find("#address-1").GetAttribute("value"));

        await page.Find("form").SubmitAsync();

        Assert.Equal(["SetMail r1 [honsha@example.jp] ja 0", "SetMail r1 [honsha@example.jp] ja 1"], property.Asked);
        Assert.EndsWith("buildings/b1/rooms", portal.Page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_WhatSomebodyElseChanged_IsNoneOfTheForms_IsSetAtOnce()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        property.ToldMeanwhile = [property.Told[0] with { Type = NotificationType.All, Revision = 1 }, property.Told[1]];
        var page = Mail(portal, "r1");

        await page.Find("#address-1").InputAsync("kanri@example.jp");
        await page.Find("form").SubmitAsync();

        Assert.Equal(["SetMail r1 [kanri@example.jp] ja 0", "SetMail r1 [kanri@example.jp] ja 1"], property.Asked);
        Assert.EndsWith("buildings/b1/rooms", portal.Page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Type_SomebodyElseWasFaster_SaysWhatStandsNow_AndSetsItThen()
    {
        await using var portal = new Portals("en-US");
        var property = new FakeProperty(portal);
        property.ToldMeanwhile = [property.Told[0] with { Type = NotificationType.None, Revision = 1 }, property.Told[1]];
        portal.Page.Services.GetRequiredService<NavigationManager>().NavigateTo("buildings/b1/notifications/type?room=r1");
        var page = portal.Page.Render<TypeSettingsPage>(p => p.Add(t => t.BuildingId, "b1"));

        await page.Find("input[value=All]").ChangeAsync(true);
        await page.Find("form").SubmitAsync();
        Assert.Equal("Type now: None", page.FindAll("[role=alert] li")[1].TextContent.Trim());
        Assert.True(page.Find("input[value=All]").HasAttribute("checked"));
        await page.Find("form").SubmitAsync();

        Assert.Equal(["SetType r1 All 0", "SetType r1 All 1"], property.Asked);
    }

    [Fact]
    public async Task Mail_AnAddressThatHasDeclined_IsSaidSo_AndFromWhenOnItCanBeAsked()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        property.Told = [property.Told[0] with { Addresses = [Address(AddressState.Declined) with { Since = Cards.Now }] }, property.Told[1]];
        var page = Mail(portal, "r1");

        Assert.Contains("以降に確認メールを再送できます。", page.Find("[data-ask-from]").TextContent, StringComparison.Ordinal);
        await page.Find("form").SubmitAsync();

        Assert.Equal(
            "通知先メールアドレスが設定されました。kanri@example.jp は受信者が通知を停止しているため、送信されません。", portal.Page.Services.GetRequiredService<SuccessNotices>().Take());
        var list = portal.Page.Render<RoomsPage>(p => p.Add(r => r.Id, "b1"));
        Assert.Equal("受信停止 1件", list.Find("[data-room=r1] [data-declined]").TextContent);
    }

    [Theory]
    [InlineData(AddressState.Asked, true)]
    [InlineData(AddressState.Lapsed, true)]
    [InlineData(AddressState.Confirmed, false)]
    public async Task Mail_AnAddressThatHasNotSaidYes_CanBeAskedAgain(AddressState state, bool canBeAsked)
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        property.Told = [property.Told[0] with { Addresses = [Address(state)] }, property.Told[1]];
        var page = Mail(portal, "r1");

        var again = page.FindAll(".state button");
        Assert.Equal(canBeAsked, again.Count == 1);
        if (canBeAsked)
            await again[0].ClickAsync(new());

        Assert.Equal(canBeAsked ? ["AskAgain r1 kanri@example.jp"] : [], property.Asked);
    }

    [Fact]
    public async Task Type_OffersTheManualsFive_AndRecommendsTroubles()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = portal.Page.Render<TypeSettingsPage>(p => p.Add(t => t.BuildingId, "b1"));

        Assert.Equal(
            ["通知なし", "すべて通知する", "トラブルのみ通知する", "ビデオ撮影のみ通知する", "ビデオ撮影のみ通知する（トラブル通知あり）"],
            page.FindAll(".type strong").Select(type => type.TextContent));
        Assert.Contains("推奨", page.FindAll(".type")[2].TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("input[value=Troubles]").HasAttribute("checked"));

        await page.Find("input[value=All]").ChangeAsync(true);
        await page.Find("form").SubmitAsync();
        Assert.Equal(["SetType b1 All"], property.Asked);
    }

    private static NotifiedAddress Address(AddressState state) => new("kanri@example.jp", state, At, null, null);

    private static IRenderedComponent<MailSettingsPage> Mail(Portals portal, string? room)
    {
        var navigation = portal.Page.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("buildings/b1/notifications/mail" + (room is null ? "" : $"?room={room}"));
        return portal.Page.Render<MailSettingsPage>(p => p.Add(m => m.BuildingId, "b1"));
    }
}
