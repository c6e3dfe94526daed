using Mihari.Reports;

namespace Mihari.Web.Components.Reports;

/// <summary>Why something was not recorded, in the order in which it is shown.</summary>
public enum ReportCause
{
    Offline = 0,
    NoCard = 1,
    NoPictures = 2,
    ServerDown = 3,
    NotRecorded = 4,

    /// <summary>Not known yet.</summary>
    Open = 5,
}

/// <summary>What was not recorded for one cause.</summary>
public sealed record GapPart(ReportCause Cause, TimeSpan Time)
{
    /// <summary>Those that there are.</summary>
    public static IReadOnlyList<GapPart> Of(TimeAccount time) =>
    [
        .. new[]
        {
            new GapPart(ReportCause.Offline, time.Offline), new GapPart(ReportCause.NoCard, time.NoCard), new GapPart(ReportCause.NoPictures, time.NoPictures),
            new GapPart(ReportCause.ServerDown, time.ServerDown), new GapPart(ReportCause.NotRecorded, time.NotRecorded), new GapPart(ReportCause.Open, time.Open),
        }.Where(part => part.Time > TimeSpan.Zero),
    ];
}
