using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Buildings;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Grains.Customers;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Reports;
using Mihari.Timeline;
using Mihari.Troubles;
using Microsoft.Extensions.Options;

namespace Mihari.Grains.Reports;

/// <summary>Reads reports: the timeline has the days that are closed, the building's account those that are not.</summary>
internal sealed class BuildingMonthsGrain(ITimeline timeline, IOptions<ReportOptions> options, IOptions<HistoryOptions> history, TimeProvider time)
    : Grain, IBuildingMonths
{
    /// <summary>So many days the timeline lists at once.</summary>
    private const int DaysAtOnce = 400;

    private BuildingId Id => new(this.GetPrimaryKeyString());

    private TimeZoneInfo Zone => options.Value.Zone;

    public async Task<ImmutableArray<ReportMonth>> GetMonths(Caller by)
    {
        await Demand(by);
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var days = new List<DateOnly>();
        for (var from = today.AddDays(-(int)options.Value.KeepDays.TotalDays); from <= today; from = from.AddDays(DaysAtOnce))
            days.AddRange(await timeline.Days(Id.Value, TimelineKind.Day, from, from.AddDays(DaysAtOnce - 1), TimeSpan.Zero));

        return MonthRules.Months(days, Zone, now);
    }

    public async Task<MonthReport> Read(Caller by, ReportMonth month)
    {
        var building = await Demand(by);
        var now = time.GetUtcNow();
        var (from, end) = Bounds(month, now);
        var to = end < now ? end : now;
        var cameras = await Cameras(from, to);
        var kept = MonthRules.TroublesFrom(from, now - history.Value.KeepTroubles);
        var (troubles, hasMore) = await Troubles(by, from, to, kept);
        var total = MonthRules.Sum(cameras);
        var sum = total.Aggregate(default(TimeAccount), (all, day) => all + day.Time);
        var isOpen = !DayRules.IsOver(DayRules.StartOf(end.AddTicks(-1)), now) || sum.Open > TimeSpan.Zero;
        return new MonthReport(
            Id, building.Name, building.Customer, await GrainFactory.GetGrain<ICustomerRecord>(building.Customer.Value).GetName(), month, options.Value.TimeZone,
            from, to, end <= now, cameras.Min(camera => camera.From), isOpen ? DayRules.StartOf(end.AddTicks(-1)).AddDays(1) + DayRules.SettlesAfter : null,
            sum, total, [.. cameras.Select(MonthRules.Sum)], troubles, hasMore, kept);
    }

    public async Task<ImmutableArray<CameraDayAccount>> ReadDays(Caller by, ReportMonth month)
    {
        await Demand(by);
        var now = time.GetUtcNow();
        var (from, end) = Bounds(month, now);
        return
        [
            .. (await Cameras(from, end < now ? end : now)).SelectMany(camera => camera.Days.Select(
                day => new CameraDayAccount(camera.Device, camera.Name, camera.RoomName, day.Day, day.Time, day.Absences))),
        ];
    }

    public async Task NoteExport(Caller by, ReportMonth month, string part)
    {
        var building = await Demand(by);
        var entry = AuditLines.New(
            by, time.GetUtcNow(), building.Customer, AuditAction.ReportExported, AuditSubject.Building, Id.Value, building.Name,
            new AuditChange("month", null, month.ToString()), new AuditChange("part", null, part));
        await timeline.Append([.. AuditLines.Of(entry)]);
    }

    private async Task<Dashboard> Demand(Caller by)
    {
        var building = await GrainFactory.GetGrain<IBuildingGrain>(Id.Value).GetDashboard(by);
        Access.Demand(by, Permission.ViewRecordings, building.Customer, "building", Id.Value);
        return building;
    }

    private (DateTimeOffset From, DateTimeOffset To) Bounds(ReportMonth month, DateTimeOffset now)
    {
        var present = MonthRules.MonthOf(now, Zone);
        return month.CompareTo(present) <= 0 && month.Year >= IBuildingMonths.FirstYear
            ? MonthRules.Bounds(month, Zone)
            : throw new InvalidInputException("month", $"must be a month from {IBuildingMonths.FirstYear}-01 to the present one, {present}");
    }

    private async Task<ImmutableArray<CountedCamera>> Cameras(DateTimeOffset from, DateTimeOffset to)
    {
        // The open days first: a day that is closed meanwhile is in the timeline then, and counts once.
        var open = await GrainFactory.GetGrain<IBuildingDays>(Id.Value).GetOpen(to);
        var closed = await DayEntries.Read(timeline, Id, DayRules.StartOf(from), to);
        return MonthRules.Cameras(open.Concat(closed.Select(DayEntries.Read)), from, to, Zone);
    }

    /// <summary>The newest, and whether there are more: one more than are told is read, as pages may go on with nothing that counts.</summary>
    private async Task<(ImmutableArray<PastTrouble> Troubles, bool HasMore)> Troubles(Caller by, DateTimeOffset from, DateTimeOffset to, DateTimeOffset? kept)
    {
        var past = GrainFactory.GetGrain<ITroubleHistory>(Id.Value);
        var all = ImmutableArray.CreateBuilder<PastTrouble>();
        string? more = null;
        do
        {
            var page = await past.Read(by, new TroubleQuery(null, null, ITroubleHistory.LargestPage, more, from, to));

            // What is yet to be let go is not some of what is known.
            all.AddRange(page.Troubles.Where(trouble => !(trouble.Ended < kept)));
            more = page.Continuation;
        }
        while (more is not null && all.Count <= IBuildingMonths.MostTroubles);
        return ([.. all.Take(IBuildingMonths.MostTroubles)], all.Count > IBuildingMonths.MostTroubles);
    }
}
