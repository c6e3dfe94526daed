using Bunit;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Tests.Web.Components.Buildings;
using Xunit;
using ToldPage = Mihari.Web.Components.Notifications.ToldPage;

namespace Mihari.Tests.Web.Components.Notifications;

/// <summary>通知履歴 of a room.</summary>
public sealed class ToldPageTests
{
    private static readonly ToldNotice Recording = new(
        "n1", Cards.Now, ToldKind.Captured, "カメラ1", null, null, Cards.Id(1), new ClipId("c1"), 0, [new ToldLetter(Channel.Webhook, "本社", LetterState.Sent, Cards.Now, 1, null)]);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task ARecording_IsLinkedOnlyWhereThePlanHasRecordingsToPlay(bool isBasic, int links)
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal) { Notices = [Recording], IsBasic = isBasic };
        var page = Open(portal);

        Assert.Equal(links, page.FindAll("tbody a").Count);
    }

    [Fact]
    public async Task Head_NamesTheBuilding_AndTheZoneOfItsTimes()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal) { Notices = [Recording] };
        var page = Open(portal);

        Assert.Equal("イッツコムマンション", page.Find(".crumbs a[href='buildings/b1']").TextContent);
        Assert.StartsWith("時刻はすべて ", page.Find(".zone").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "told to 1 system ·")]
    [InlineData(2, "told to 2 systems ·")]
    public async Task Systems_AreCountedAsEnglishHasIt(int count, string says)
    {
        await using var portal = new Portals("en-US");
        _ = new FakeProperty(portal) { Notices = [Recording with { Letters = [.. Enumerable.Repeat(Recording.Letters[0], count)] }] };

        Assert.StartsWith(says, Open(portal).Find("tbody li").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "1 receiver is told with the count of the hour")]
    [InlineData(12, "12 receivers are told with the count of the hour")]
    public async Task WhoIsToldByTheCountOfTheHour_IsANumber(int count, string says)
    {
        await using var portal = new Portals("en-US");
        var counted = new ToldLetter(Channel.Mail, "a@example.jp", LetterState.Counted, Cards.Now, 0, null);
        _ = new FakeProperty(portal) { Notices = [Recording with { Letters = [.. Enumerable.Repeat(counted, count)] }] };

        Assert.Equal(says, Assert.Single(Open(portal).FindAll("tbody li")).TextContent);
    }

    [Theory]
    [InlineData("the mail server refused the sign-in", "本社：送信待ち（メールサーバーがサインインを拒否しました）")]
    [InlineData("the name cannot be looked up", "本社：送信待ち（ホスト名が見つかりません）")]
    [InlineData("the address leads inside: link-local addresses are not called", "本社：送信待ち（内部または特殊用途のアドレス（リンクローカル）には送信しません）")]
    [InlineData("not done within 10 s", "本社：送信待ち（10秒以内に完了しませんでした）")]
    [InlineData("503 Service Unavailable: the name cannot be looked up", "本社：送信待ち（503 Service Unavailable: the name cannot be looked up）")]
    public async Task WhatTheServerItselfSays_IsInTheViewersLanguage_AndWhatOthersSayAsItIs(string words, string says)
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal) { Notices = [Recording with { Letters = [new ToldLetter(Channel.Webhook, "本社", LetterState.Waiting, Cards.Now, 1, words)] }] };

        Assert.Equal(says, Open(portal).Find("tbody li").TextContent);
    }

    private static IRenderedComponent<ToldPage> Open(Portals portal) => portal.Page.Render<ToldPage>(p => p.Add(t => t.Id, "r1"));
}
