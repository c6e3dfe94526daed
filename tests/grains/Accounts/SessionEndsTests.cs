using System.Globalization;
using Mihari.Grains.Accounts;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Accounts;

public sealed class SessionEndsTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly AccountState Account = new() { Exists = true, SecurityStamp = "s1" };

    [Fact]
    public void After_OneSession_EndsThatOneAlone()
    {
        var after = End(Account, "a", T0.AddHours(12));

        Assert.False(SessionEnds.IsCurrent(after, "s1", "a"));
        Assert.True(SessionEnds.IsCurrent(after, "s1", "b"));
        Assert.Equal("s1", after.SecurityStamp);
    }

    [Theory]
    [InlineData("s1", "a", true)]
    [InlineData("s2", "a", false)]
    [InlineData("s1", "", false)]
    public void IsCurrent_NeedsThePresentStampAndAnId(string stamp, string session, bool expected) =>
        Assert.Equal(expected, SessionEnds.IsCurrent(Account, stamp, session));

    [Fact]
    public void IsCurrent_AccountThatDoesNotExist_IsFalse() =>
        Assert.False(SessionEnds.IsCurrent(new AccountState { SecurityStamp = "s1" }, "s1", "a"));

    [Fact]
    public void After_Again_ChangesNothing()
    {
        var once = End(Account, "a", T0.AddHours(12));

        Assert.Same(once, End(once, "a", T0.AddHours(12)));
        Assert.Same(once, End(once, "a", T0.AddHours(1)));
        Assert.Equal(T0.AddHours(13), End(once, "a", T0.AddHours(13)).EndedSessions["a"]);
    }

    [Fact]
    public void After_WhenCookiesOfOthersAreOverByThemselves_ForgetsThose()
    {
        var first = End(Account, "a", T0.AddHours(1));

        var second = SessionEnds.After(first, "b", T0.AddHours(14), T0.AddHours(1), "s2");

        Assert.Equal(["b"], second.EndedSessions.Keys);
    }

    [Fact]
    public void After_UntilFarAhead_IsBounded() =>
        Assert.Equal(T0.AddDays(8), End(Account, "a", DateTimeOffset.MaxValue).EndedSessions["a"]);

    [Fact]
    public void After_MoreThanAreRemembered_EndsAll()
    {
        var account = Account;
        for (var i = 0; i < SessionEnds.Most; i++)
            account = End(account, i.ToString(CultureInfo.InvariantCulture), T0.AddHours(12));

        Assert.Equal("s1", account.SecurityStamp);
        var all = End(account, "one more", T0.AddHours(12));

        Assert.Equal("s2", all.SecurityStamp);
        Assert.Empty(all.EndedSessions);
        Assert.False(SessionEnds.IsCurrent(all, "s1", "untouched"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void After_WhatIsNoId_IsRefused(int length) =>
        Assert.Throws<InvalidInputException>(() => End(Account, new string('x', length), T0.AddHours(1)));

    private static AccountState End(AccountState account, string session, DateTimeOffset until) =>
        SessionEnds.After(account, session, until, T0, "s2");
}
