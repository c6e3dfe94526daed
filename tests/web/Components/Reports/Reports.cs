using System.Collections.Immutable;
using System.Globalization;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Reports;
using Mihari.Tests.Web.Hosts;
using Mihari.Troubles;

namespace Mihari.Tests.Web.Components.Reports;

/// <summary>A building's reports that a test wrote; it is customer c1's, b1, and nobody else's.</summary>
internal sealed class Reports : IBuildingMonths
{
    public static readonly DateTimeOffset From = new(2026, 10, 31, 15, 0, 0, TimeSpan.Zero);
    public static readonly ReportMonth November = new(2026, 11);
    public static readonly DeviceId Camera = DeviceId.Parse("02AA00000001");

    public static readonly TimeAccount Time = new(
        TimeSpan.FromHours(100), TimeSpan.FromHours(90), TimeSpan.FromHours(4), TimeSpan.FromMinutes(30), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(30), TimeSpan.FromHours(5),
        TimeSpan.FromHours(95), TimeSpan.FromHours(4));

    public static readonly MonthReport Report = new(
        new BuildingId("b1"), "用賀マンション", new CustomerId("c1"), "用賀不動産", November, "Asia/Tokyo", From, From.AddDays(30), true, From.AddDays(2), From.AddDays(41), Time,
        [new DayAccount(new DateOnly(2026, 11, 3), Time)],
        [
            new CameraMonth(Camera, "玄関", "エントランス", From.AddDays(2), From.AddDays(30), Time, 3),
            new CameraMonth(DeviceId.Parse("02AA00000002"), "=新品", "駐車場", null, null, default, 0),
        ],
        [
            new PastTrouble(TroubleKind.SdCardError, Camera, "玄関", new RoomId("r1"), "エントランス", From.AddDays(29), null),
            new PastTrouble(TroubleKind.BuildingLine, null, "用賀マンション", null, "", From.AddHours(-1), From.AddHours(1), From.AddHours(-2)),
        ],
        false);

    public MonthReport Month { get; set; } = Report;

    public ImmutableArray<ReportMonth> Known { get; set; } = [new(2026, 12), November];

    /// <summary>What was asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>So many troubles the history has; the report has its own.</summary>
    public int Past { get; set; }

    public static Reports In(FakeGrains grains)
    {
        var reports = new Reports();
        grains.PutOthers<IBuildingMonths>(id => id == "b1" ? reports : new Nobodys());
        grains.PutOthers<ITroubleHistory>(_ => new History(reports));
        return reports;
    }

    public Task<ImmutableArray<ReportMonth>> GetMonths(Caller by) => Answer("months", by, Known);

    public Task<MonthReport> Read(Caller by, ReportMonth month) =>
        month.Year > 2026 ? throw new InvalidInputException("month", "must be a month from 2020-01 to the present one, 2026-12") : Answer($"read {month}", by, Month with { Month = month });

    public Task<ImmutableArray<CameraDayAccount>> ReadDays(Caller by, ReportMonth month) => Answer(
        $"days {month}", by, ImmutableArray.Create(new CameraDayAccount(Camera, "玄関", "エントランス", new DateOnly(2026, 11, 3), Time, 3)));

    public Task NoteExport(Caller by, ReportMonth month, string part) => Answer($"note {month} {part}", by, 0);

    private Task<T> Answer<T>(string asked, Caller by, T answer)
    {
        if (by.Role != Role.Support && by.Customer?.Value != "c1")
            throw new UnknownIdException("building", "b1");

        Asked.Add(asked);
        return Task.FromResult(answer);
    }

    private sealed class History(Reports reports) : ITroubleHistory
    {
        public Task<TroublePage> Read(Caller by, TroubleQuery query)
        {
            var from = query.Continuation is null ? 0 : int.Parse(query.Continuation, CultureInfo.InvariantCulture);
            var to = Math.Min(from + query.Limit, reports.Past);
            return reports.Answer($"history {query.From:dd}-{query.To:dd}", by, new TroublePage(
                [.. Enumerable.Range(from, to - from).Select(n => new PastTrouble(TroubleKind.VideoLost, Camera, $"玄関{n}", new RoomId("r1"), "エントランス", From.AddMinutes(-n), From.AddDays(1)))],
                to < reports.Past ? to.ToString(CultureInfo.InvariantCulture) : null));
        }
    }

    private sealed class Nobodys : IBuildingMonths
    {
        public Task<ImmutableArray<ReportMonth>> GetMonths(Caller by) => throw new UnknownIdException("building", "x");

        public Task<MonthReport> Read(Caller by, ReportMonth month) => throw new UnknownIdException("building", "x");

        public Task<ImmutableArray<CameraDayAccount>> ReadDays(Caller by, ReportMonth month) => throw new UnknownIdException("building", "x");

        public Task NoteExport(Caller by, ReportMonth month, string part) => throw new UnknownIdException("building", "x");
    }
}
