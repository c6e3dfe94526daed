using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Grains.Audit;
using Mihari.Identifiers;

namespace Mihari.Tests.Grains.Audit;

/// <summary>When a viewing is noted: once for each sitting, with the moment at which it began.</summary>
public sealed class ViewingRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 3, 17, 250, TimeSpan.Zero);

    [Theory]
    [InlineData(AuditAction.LiveViewed, 9.9, false)]
    [InlineData(AuditAction.LiveViewed, 10, true)]
    [InlineData(AuditAction.RecordingViewed, 10, true)]
    [InlineData(AuditAction.ClipViewed, 10, true)]
    [InlineData(AuditAction.StillViewed, 59.9, false)]
    [InlineData(AuditAction.StillViewed, 60, true)]
    public void Due_OfTheSame_IsAnotherSittingAfterItsSpan(AuditAction action, double minutes, bool isDue)
    {
        var first = Entry(action, Noon);
        var noted = Noted(first, isStored: true);
        var later = Entry(action, Noon.AddMinutes(minutes));

        Assert.Equal(isDue ? later : null, ViewingRules.Due(noted, Key(later), later));
    }

    [Fact]
    public void Due_OfWhatWasNotStored_IsTheSameEntryAgain()
    {
        var first = Entry(AuditAction.LiveViewed, Noon);
        var again = Entry(AuditAction.LiveViewed, Noon.AddMinutes(1));

        Assert.Same(first, ViewingRules.Due(Noted(first, isStored: false), Key(again), again));
    }

    [Fact]
    public void Due_TellsPeopleThingsAndPartsApart()
    {
        var noted = Noted(Entry(AuditAction.LiveViewed, Noon), isStored: true);

        Assert.All(
            [Entry(AuditAction.RecordingViewed, Noon), Entry(AuditAction.LiveViewed, Noon, "another-account"), Entry(AuditAction.LiveViewed, Noon, subject: "another"), Entry(AuditAction.LiveViewed, Noon) with { Customer = new CustomerId("next") }],
            entry => Assert.NotNull(ViewingRules.Due(noted, Key(entry), entry)));
        Assert.NotEqual(ViewingRules.PartOf(Noon), ViewingRules.PartOf(Noon.AddMinutes(10)));
        Assert.Equal(ViewingRules.PartOf(Noon), ViewingRules.PartOf(Noon.AddMinutes(6)));
        Assert.Equal("", ViewingRules.PartOf(null));
    }

    [Fact]
    public void With_ForgetsWhatIsOver()
    {
        var (live, still) = (Entry(AuditAction.LiveViewed, Noon), Entry(AuditAction.StillViewed, Noon));
        var noted = ViewingRules.With(Noted(live, isStored: true), Key(still), new Viewing(still, IsStored: true));
        var next = Entry(AuditAction.ClipViewed, Noon.AddMinutes(11));

        Assert.Equal([Key(still), Key(next)], ViewingRules.With(noted, Key(next), new Viewing(next, IsStored: false)).Keys.OrderByDescending(k => k.Action));
    }

    private static ImmutableDictionary<ViewingKey, Viewing> Noted(AuditEntry entry, bool isStored) =>
        ViewingRules.With(ImmutableDictionary<ViewingKey, Viewing>.Empty, Key(entry), new Viewing(entry, isStored));

    private static ViewingKey Key(AuditEntry entry) => ViewingRules.KeyOf(entry, "");

    private static AuditEntry Entry(AuditAction action, DateTimeOffset at, string account = "account", string subject = "camera") =>
        AuditLines.New(
            new Caller(new AccountId(account), new CustomerId("customer"), Role.Viewer), at, new CustomerId("customer"), action, AuditSubject.Device, subject, "Camera");
}
