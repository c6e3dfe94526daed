using System.Globalization;
using System.Resources;
using Mihari.Audit;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Web.Components.Audit;
using Mihari.Web.Components.Support;
using Mihari.Web.Support;
using Xunit;

namespace Mihari.Tests.Web.Components.Audit;

public sealed class AuditWordsTests
{
    [Theory]
    [InlineData("ja")]
    [InlineData("")]
    public void EveryActionSubjectRoleAndFault_HasAName(string language)
    {
        var audit = Keys(typeof(AuditTexts), language);
        var desk = Keys(typeof(SupportTexts), language);

        Assert.Empty(Enum.GetNames<AuditAction>().Select(a => "Action" + a).Except(audit));
        Assert.Empty(Enum.GetNames<AuditSubject>().Select(a => "Subject" + a).Except(audit));
        Assert.Empty(Enum.GetNames<Role>().Select(a => "Role" + a).Except(audit));
        Assert.Empty(Enum.GetNames<AuditGroup>().Select(a => "Group" + a).Except(audit));
        Assert.Empty(Enum.GetNames<ImportRule>().Select(a => "Fault" + a).Except(desk));
    }

    [Fact]
    public void EveryAction_IsInOneGroup()
    {
        var grouped = Enum.GetValues<AuditGroup>().Where(g => g != AuditGroup.All).SelectMany(g => AuditFilter.Actions(g)).ToList();

        Assert.Equal(Enum.GetValues<AuditAction>().Order(), grouped.Order());
    }

    [Theory]
    [InlineData("2026-11-01", "2026-11-22", "2026-10-31T15:00:00Z", "2026-11-22T15:00:00Z")]
    [InlineData("2026-11-22", "2026-11-22", "2026-11-21T15:00:00Z", "2026-11-22T15:00:00Z")]
    public void Query_CountsWholeDaysOfTheViewer(string from, string to, string start, string end)
    {
        Assert.True(AuditExport.Read(from, to, " x ", "Video", "", out var filter));

        var query = filter.Query(TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), 10, null);

        Assert.Equal((DateTimeOffset.Parse(start, CultureInfo.InvariantCulture), DateTimeOffset.Parse(end, CultureInfo.InvariantCulture)), (query.From, query.To));
        Assert.Equal("x", query.Text);
        Assert.Equal([AuditAction.ClipViewed, AuditAction.LiveViewed, AuditAction.RecordingViewed, AuditAction.RecordingExported, AuditAction.ExportDownloaded, AuditAction.StillViewed], query.Actions.AsEnumerable());
    }

    [Theory]
    [InlineData("2026-11-23", "2026-11-22")]
    [InlineData("2025-01-01", "2026-11-22")]
    [InlineData("x", "2026-11-22")]
    public void Read_OfDaysThatCannotBe_IsRefused(string from, string to) => Assert.False(AuditExport.Read(from, to, null, null, null, out _));

    [Fact]
    public void Trail_OfACustomer_IsItsOwn_WhateverIsAskedFor()
    {
        var filter = new AuditFilter(default, default, Customer: "theirs");

        Assert.Equal("mine", filter.Trail(new CustomerId("mine")));
        Assert.Equal("theirs", filter.Trail(null));
        Assert.Equal(IAuditTrail.Everything, (filter with { Customer = " " }).Trail(null));
    }

    private static HashSet<string> Keys(Type texts, string language) =>
        [.. new ResourceManager(texts).GetResourceSet(CultureInfo.GetCultureInfo(language), true, false)!.Cast<System.Collections.DictionaryEntry>().Select(e => (string)e.Key)];
}
