using Mihari.Cameras;
using Mihari.Tests.Web.Components;
using Mihari.Troubles;
using Mihari.Web.Fleet;
using Xunit;

namespace Mihari.Tests.Web.Fleet;

/// <summary>What a filter lets through, in which order, and what is counted beside it.</summary>
public sealed class FleetQueryTests
{
    private static readonly FleetSnapshot Fleet = TestFleet.Index(
        TestFleet.Building(
            "b1", "サンライズ用賀",
            Cards.Make(1, s => s.With(firmware: "1.9", life: 95) with { Name = "正面" }),
            Cards.Make(2, s => s.With(firmware: "1.10", life: 20) with { Name = "裏口", Presence = Presence.Offline, PresenceSince = Cards.Now.AddMinutes(-5) }, "駐車場", "r2"),
            Cards.Make(3, s => s.With(firmware: "1.10-rc1", life: 5) with { Name = "カメラ10", Troubles = Cards.Troubles(TroubleKind.SdCardError) })),
        TestFleet.Building(
            "b2", "目黒ハイツ",
            Cards.Make(4, s => s.With(model: "MC-200", firmware: "0.1", life: null) with { Name = "カメラ2", RecordingUntil = Cards.Now.AddSeconds(20) }),
            Cards.Make(5, s => s with { Name = "カメラ1", Presence = Presence.NeverSeen, Sd = null }))).Publish();

    [Theory]
    [InlineData("正面", "正面")]
    [InlineData("ﾊｲﾂ ｶﾒﾗ", "カメラ1 カメラ2")]
    [InlineData("はいつ", "カメラ1 カメラ2")]
    [InlineData("駐車場", "裏口")]
    [InlineData("spid-b2", "カメラ1 カメラ2")]
    [InlineData("００１１２２３３０００３", "カメラ10")]
    [InlineData("00:11:22:33:00:03", "カメラ10")]
    [InlineData("33:00:0", "カメラ10 正面 裏口 カメラ1 カメラ2")]
    [InlineData("mc-200", "カメラ2")]
    [InlineData("1.10-rc", "カメラ10")]
    [InlineData("裏口 目黒", "")]
    [InlineData("   ", "カメラ10 正面 裏口 カメラ1 カメラ2")]
    public void Text_AllItsWordsAreThere(string text, string expected) => Assert.Equal(expected, string.Join(' ', Japanese(new FleetFilter { Text = text })));

    [Theory]
    [InlineData(FleetStates.Offline, "裏口")]
    [InlineData(FleetStates.Offline | FleetStates.Troubled, "カメラ10 裏口")]
    [InlineData(FleetStates.Recording, "カメラ2")]
    [InlineData(FleetStates.NeverSeen | FleetStates.Recording, "カメラ1 カメラ2")]
    [InlineData(FleetStates.Suspect, "")]
    public void States_AnyOfThemWillDo(FleetStates states, string expected) => Assert.Equal(expected, string.Join(' ', Japanese(new FleetFilter { States = states })));

    [Fact]
    public void Life_UnknownIsNotAskedFor()
    {
        Assert.Equal(["カメラ10", "裏口"], Japanese(new FleetFilter { LifeTo = 20 }));
        Assert.Equal(["正面", "裏口"], Japanese(new FleetFilter { LifeFrom = 20 }));
        Assert.Equal(["裏口"], Japanese(new FleetFilter { LifeFrom = 6, LifeTo = 94 }));
    }

    [Fact]
    public void Outdated_IsOlderThanTheNewestOfItsModel() => Assert.Equal(["カメラ10", "正面"], Japanese(new FleetFilter { IsOutdated = true }));

    [Fact]
    public void Firmware_IsThatOne() => Assert.Equal(["裏口"], Japanese(new FleetFilter { Firmware = "1.10" }));

    [Fact]
    public void Place_IsBuildingAndRoom()
    {
        Assert.Equal(["裏口"], Japanese(new FleetFilter { Building = "b1", Room = "r2" }));
        Assert.Empty(Japanese(new FleetFilter { Building = "b9" }));
    }

    [Theory]
    [InlineData(FleetSort.Place, false, "カメラ10 正面 裏口 カメラ1 カメラ2")]
    [InlineData(FleetSort.Place, true, "カメラ2 カメラ1 裏口 正面 カメラ10")]
    [InlineData(FleetSort.Name, false, "カメラ1 カメラ2 カメラ10 正面 裏口")]
    [InlineData(FleetSort.State, false, "裏口 カメラ10 正面 カメラ2 カメラ1")]
    [InlineData(FleetSort.Since, false, "裏口 カメラ10 正面 カメラ2 カメラ1")]
    [InlineData(FleetSort.Life, false, "カメラ10 裏口 正面 カメラ1 カメラ2")]
    [InlineData(FleetSort.Firmware, false, "カメラ2 正面 カメラ10 裏口 カメラ1")]
    [InlineData(FleetSort.Mac, true, "カメラ1 カメラ2 カメラ10 裏口 正面")]
    public void Order_IsTheOneAskedFor(FleetSort sort, bool isDescending, string expected) =>
        Assert.Equal(expected, string.Join(' ', Japanese(new FleetFilter { Sort = sort, IsDescending = isDescending })));

    [Theory]
    [InlineData(FleetSort.Life, "カメラ2", "カメラ2")]
    [InlineData(FleetSort.Firmware, "カメラ1", "カメラ1")]
    [InlineData(FleetSort.Since, "カメラ1", "カメラ1")]
    public void Order_WhatIsNotKnown_IsLastEitherWay(FleetSort sort, string last, string lastDescending)
    {
        Assert.Equal(last, Japanese(new FleetFilter { Sort = sort })[^1]);
        Assert.Equal(lastDescending, Japanese(new FleetFilter { Sort = sort, IsDescending = true })[^1]);
    }

    [Fact]
    public void Counts_AreOfWhatThePartWouldBeWithoutItself()
    {
        using var language = new Language("ja");
        var result = Fleet.Query(new FleetFilter { States = FleetStates.Offline, Building = "b1", Firmware = "1.10" });

        Assert.Equal(["裏口"], result.Rows.Select(row => row.Card.Name));
        Assert.Equal(new FleetCounts(1, 0, 0, 1, 0, 0, 0), result.States);
        Assert.Equal(["b1"], result.Buildings.Select(b => b.Building.Value));
        Assert.Equal([("1.10", 1)], result.Firmware.Select(f => (f.Version, f.Cameras)));

        var all = Fleet.Query(FleetFilter.Everything);
        Assert.Equal(new FleetCounts(5, 3, 0, 1, 1, 1, 1), all.States);
        Assert.Equal(["サンライズ用賀", "目黒ハイツ"], all.Buildings.Select(b => b.Name));
        Assert.Equal(["1.10", "1.10-rc1", "1.9", "0.1"], all.Firmware.Select(f => f.Version));
        Assert.Equal(5, Fleet.Query(new FleetFilter { States = FleetStates.Offline }).States.Total);
        Assert.Equal(2, Fleet.Query(new FleetFilter { Building = "b2" }).Buildings.Length);
    }

    [Fact]
    public void Text_WithNoCharacterAtAll_IsSearchedAndFound()
    {
        var fleet = TestFleet.Of(Cards.Make(1, s => s.With(model: "MC\uFFFE用")), Cards.Make(2));

        Assert.Equal(["カメラ1"], fleet.Names(new FleetFilter { Text = "mc\uFFFE用" }));
        Assert.Empty(fleet.Names(new FleetFilter { Text = "\uFFFE\uFFFE" }));
    }

    [Fact]
    public void Query_TheSameOfTheSameSnapshot_IsMadeOnce()
    {
        using var language = new Language("ja");

        Assert.Same(Fleet.Query(new FleetFilter { Text = "用賀" }), Fleet.Query(new FleetFilter { Text = "用賀" }));
        Assert.NotSame(Fleet.Query(new FleetFilter { Text = "用賀" }), Fleet.Query(new FleetFilter { Text = "目黒" }));
    }

    private static string[] Japanese(FleetFilter filter)
    {
        using var language = new Language("ja");
        return Fleet.Names(filter);
    }
}
