using Microsoft.AspNetCore.WebUtilities;
using Mihari.Web.Fleet;
using Xunit;

namespace Mihari.Tests.Web.Fleet;

public sealed class FleetAddressTests
{
    public static TheoryData<FleetFilter, bool> Filters => new()
    {
        { FleetFilter.Everything, false },
        { FleetFilter.Everything, true },
        { new FleetFilter { Text = "用賀 & 50% + ?" }, false },
        { new FleetFilter { Building = "b-1", Room = "r_1", States = FleetStates.Offline | FleetStates.Troubled | FleetStates.NeverSeen }, false },
        { new FleetFilter { Firmware = "1.0+5", LifeFrom = 5, LifeTo = 20, Sort = FleetSort.Since, IsDescending = true }, true },
        { new FleetFilter { IsOutdated = true, LifeTo = 20, Sort = FleetSort.Life }, false },
        { new FleetFilter { LifeFrom = 100 }, false },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Write_Read_IsTheSame(FleetFilter filter, bool isWall)
    {
        var read = FleetAddress.Read(QueryHelpers.ParseQuery(FleetAddress.Write(filter, isWall, "c1")));

        Assert.Equal(filter, read.Filter);
        Assert.Equal(isWall, read.IsWall);
        Assert.Empty(read.Faults);
    }

    [Fact]
    public void Write_WhatSaysNothing_IsEmpty() => Assert.Equal("", FleetAddress.Write(FleetFilter.Everything with { Text = "  " }));

    [Fact]
    public void Write_IsReadable() => Assert.Equal(
        "?q=ab&s=offline,trouble&fw=old&life=..20&sort=life&desc=1&view=wall",
        FleetAddress.Write(new FleetFilter { Text = "ab", States = FleetStates.Offline | FleetStates.Troubled, IsOutdated = true, LifeTo = 20, Sort = FleetSort.Life, IsDescending = true }, isWall: true));

    [Theory]
    [InlineData("?s=offline,broken", "s")]
    [InlineData("?s=,", "s")]
    [InlineData("?life=20", "life")]
    [InlineData("?life=..", "life")]
    [InlineData("?life=..101", "life")]
    [InlineData("?life=-5..20", "life")]
    [InlineData("?life=50..20", "life")]
    [InlineData("?sort=colour", "sort")]
    [InlineData("?sort=2", "sort")]
    [InlineData("?desc=yes", "desc")]
    [InlineData("?view=list", "view")]
    [InlineData("?b=%3Cscript%3E", "b")]
    [InlineData("?r=a%20b", "r")]
    public void Read_WhatCannotBe_IsIgnoredAndNamed(string query, string field)
    {
        var read = FleetAddress.Read(QueryHelpers.ParseQuery(query + "&q=kept"));

        Assert.Equal(field, Assert.Single(read.Faults).Field);
        Assert.Equal(FleetFilter.Everything with { Text = "kept" }, read.Filter);
        Assert.False(read.IsWall);
    }

    [Theory]
    [InlineData("?s=neverSeen,troubled,online")]
    [InlineData("?s=never,trouble,online")]
    public void Read_TakesTheWordsOfAnswersToo_AndWritesThoseOfThePage(string query)
    {
        var read = FleetAddress.Read(QueryHelpers.ParseQuery(query));

        Assert.Empty(read.Faults);
        Assert.Equal(FleetStates.NeverSeen | FleetStates.Troubled | FleetStates.Online, read.Filter.States);
        Assert.Equal("?s=online,never,trouble", FleetAddress.Write(read.Filter));
    }

    [Fact]
    public void Read_TextThatIsTooLong_IsIgnoredAndNamed()
    {
        var read = FleetAddress.Read(QueryHelpers.ParseQuery("?q=" + new string('a', 101)));

        Assert.Equal("q", Assert.Single(read.Faults).Field);
        Assert.Equal("", read.Filter.Text);
    }

    [Fact]
    public void Read_FieldsOfOthersAndEmptyOnes_AreNoFaults() =>
        Assert.Empty(FleetAddress.Read(QueryHelpers.ParseQuery("?utm=1&customer=c1&q=&life=")).Faults);
}
