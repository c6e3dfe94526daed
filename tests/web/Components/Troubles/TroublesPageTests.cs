using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Tests.Web.Components.Buildings;
using Mihari.Troubles;
using Mihari.Web.Components.Troubles;
using Xunit;

namespace Mihari.Tests.Web.Components.Troubles;

/// <summary>トラブル履歴 as it is seen: what was wrong, where, from when, until when, how long.</summary>
public sealed class TroublesPageTests
{
    [Theory]
    [InlineData("ja", "接続が不安定です|カメラ1|エントランス|2026/11/22 12:34:56|継続中|", "ネットワーク切断|カメラ1|エントランス|2026/11/22 10:34:56|2026/11/22 11:39:59|1時間5分", "建物の回線断|建物全体|–|2026/11/20 12:34:56|2026/11/21 15:34:56|1日3時間", "ネットワーク切断|カメラ1|エントランス|2026/11/19 12:34:53|2026/11/19 12:35:18|25秒")]
    [InlineData("en-US", "Unstable connection|カメラ1|エントランス|11/22/2026 12:34:56 PM|Ongoing|", "Network disconnected|カメラ1|エントランス|11/22/2026 10:34:56 AM|11/22/2026 11:39:59 AM|1 h 5 min", "Building line down|The whole building|–|11/20/2026 12:34:56 PM|11/21/2026 3:34:56 PM|1 d 3 h", "Network disconnected|カメラ1|エントランス|11/19/2026 12:34:53 PM|11/19/2026 12:35:18 PM|25 s")]
    public async Task History_SaysWhatWasWrongAndHowLong(string language, params string[] expected)
    {
        await using var portal = new Portals(language);
        _ = new FakeProperty(portal);
        _ = new History(portal,
        [
            Trouble(TroubleKind.Unstable, Cards.Now, null),
            Trouble(TroubleKind.NetworkDisconnected, Cards.Now.AddHours(-2), Cards.Now.AddMinutes(-55).AddSeconds(3)),
            new PastTrouble(TroubleKind.BuildingLine, null, "イッツコムマンション", null, "", Cards.Now.AddDays(-2), Cards.Now.AddHours(-21)),
            Trouble(TroubleKind.NetworkDisconnected, Cards.Now.AddDays(-3), Cards.Now.AddDays(-3).AddSeconds(22)) with { Away = Cards.Now.AddDays(-3).AddSeconds(-3) },
        ]);

        var page = Render(portal);

        Assert.Equal(expected, page.FindAll("tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent))));
        Assert.Equal("2026-11-22T03:34:56.000Z", page.Find("mh-since").GetAttribute("at"));
        Assert.Equal("page", page.Find("a[href='buildings/b1/troubles']").GetAttribute("aria-current"));
    }

    [Theory]
    [InlineData("ja", 0.5, "1秒未満")]
    [InlineData("ja", 59, "59秒")]
    [InlineData("ja", 60, "1分0秒")]
    [InlineData("ja", 3599, "59分59秒")]
    [InlineData("ja", 3600, "1時間0分")]
    [InlineData("ja", 86399, "23時間59分")]
    [InlineData("ja", 86400, "1日0時間")]
    [InlineData("en-US", 61, "1 min 1 s")]
    [InlineData("en-US", 8640000, "100 d 0 h")]
    public async Task Duration_IsSaidInTwoUnits(string language, double seconds, string expected)
    {
        await using var portal = new Portals(language);
        _ = new FakeProperty(portal);
        _ = new History(portal, [Trouble(TroubleKind.SdCardError, Cards.Now, Cards.Now.AddSeconds(seconds))]);

        Assert.Equal(expected, Render(portal).Find("tbody td:last-child").TextContent);
    }

    [Fact]
    public async Task History_WithoutAny_SaysSo()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        _ = new History(portal, []);

        var page = Render(portal);

        Assert.Contains("トラブルはありませんでした", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public async Task More_ReadsOnWhereThePageEnded()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var history = new History(portal, [.. Enumerable.Range(0, 60).Select(n => Trouble(TroubleKind.VideoLost, Cards.Now.AddHours(-n), Cards.Now.AddHours(-n).AddSeconds(5)))]);
        var page = Render(portal);
        Assert.Equal(50, page.FindAll("tbody tr").Count);

        await page.Find(".more button").ClickAsync(new());

        Assert.Equal(60, page.FindAll("tbody tr").Count);
        Assert.Empty(page.FindAll(".more"));
        Assert.Equal(["50 from -", "50 from 50"], history.Asked);
    }

    [Fact]
    public async Task RoomAndCamera_AreAskedFor_AndCanBeChosenAndLeft()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var history = new History(portal, [Trouble(TroubleKind.VideoLost, Cards.Now, null)]);
        var navigation = portal.Page.Services.GetRequiredService<NavigationManager>();

        navigation.NavigateTo("buildings/b1/troubles?room=r2");
        var ofRoom = Render(portal);
        Assert.Equal("駐車場", ofRoom.Find("option[selected]").TextContent);
        await ofRoom.Find("select").ChangeAsync("r1");
        Assert.EndsWith("/buildings/b1/troubles?room=r1", navigation.Uri, StringComparison.Ordinal);
        await ofRoom.Find("select").ChangeAsync("");
        Assert.EndsWith("/buildings/b1/troubles", navigation.Uri, StringComparison.Ordinal);

        navigation.NavigateTo($"buildings/b1/troubles?camera={Cards.Id(1)}");
        var ofCamera = Render(portal);
        Assert.Equal("カメラ1", ofCamera.Find("[data-camera-filter]").TextContent.Trim());
        Assert.Equal("buildings/b1/troubles", ofCamera.Find("[data-camera-filter]").GetAttribute("href"));
        Assert.Contains(new TroubleQuery(new RoomId("r2"), null, 50, null), history.Queries);
        Assert.Contains(new TroubleQuery(null, Cards.Id(1), 50, null), history.Queries);
    }

    [Theory]
    [InlineData("x1", "")]
    [InlineData("b1", "?room=r9")]
    [InlineData("b1", "?camera=nothing")]
    public async Task WhatIsNotThere_IsSaidToBeUnknown(string building, string query)
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        _ = new History(portal, []);
        portal.Page.Services.GetRequiredService<NavigationManager>().NavigateTo($"buildings/{building}/troubles{query}");

        Assert.Contains("見つかりません", Render(portal, building).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TroubleThatEnds_WhileThePageIsOpen_GetsItsEnd()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var history = new History(portal, [Trouble(TroubleKind.VideoLost, Cards.Now, null)]);
        var card = Cards.Make(1, s => s with { Troubles = Cards.Troubles(TroubleKind.VideoLost) });
        portal.Feeds.Say(Cards.Building(card));
        var page = Render(portal);
        await portal.Feeds.Watched(new BuildingId("b1"));

        history.Troubles = [Trouble(TroubleKind.VideoLost, Cards.Now, Cards.Now.AddSeconds(7))];
        portal.Feeds.Say(new BuildingId("b1"), Cards.Delta(card.Next(s => s with { Troubles = [] })));

        await page.WaitForAssertionAsync(() => Assert.Equal("7秒", page.Find("tbody td:last-child").TextContent));
    }

    private static PastTrouble Trouble(TroubleKind kind, DateTimeOffset since, DateTimeOffset? ended) =>
        new(kind, Cards.Id(1), "カメラ1", new RoomId("r1"), "エントランス", since, ended);

    private static IRenderedComponent<TroublesPage> Render(Portals portal, string building = "b1") =>
        portal.Page.Render<TroublesPage>(of => of.Add(p => p.Id, building));

    /// <summary>A history that a test wrote; its continuation is how many were told.</summary>
    private sealed class History : ITroubleHistory
    {
        public History(Portals portal, PastTrouble[] troubles)
        {
            Troubles = troubles;
            portal.Grains.PutOthers<ITroubleHistory>(_ => this);
        }

        public PastTrouble[] Troubles { get; set; }

        public List<TroubleQuery> Queries { get; } = [];

        public IEnumerable<string> Asked => Queries.Select(q => $"{q.Limit} from {q.Continuation ?? "-"}");

        public Task<TroublePage> Read(Caller by, TroubleQuery query)
        {
            Queries.Add(query);
            if (query.Room?.Value == "r9")
                throw new UnknownIdException("room", "r9");

            var from = int.Parse(query.Continuation ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            var end = from + query.Limit;
            return Task.FromResult(new TroublePage([.. Troubles.Skip(from).Take(query.Limit)], end < Troubles.Length ? $"{end}" : null));
        }
    }
}
