using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Reports;

namespace Mihari.Web.Components.Reports;

/// <summary>月次レポート: a building's month, to be read, printed and handed on. Times are in the report's own zone, so that it says the same to everybody.</summary>
public sealed partial class ReportPage
{
    private MonthReport? _report;
    private ImmutableArray<ReportMonth> _months = [];
    private DateTimeOffset _readAt;
    private bool _isNoMonth;

    /// <summary>The building's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>As 2026-11; null: the last month that is over of which something is known, else the present one.</summary>
    [SupplyParameterFromQuery(Name = "month")]
    private string? Month { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private protected override object Subject => (Id, Month);

    private protected override async Task Load()
    {
        (_report, _isNoMonth) = (null, false);
        var grain = Grains.GetGrain<IBuildingMonths>(Id);
        var months = await grain.GetMonths(By);
        _months = months;
        if (!ReportMonth.TryParse(Month, out var month))
        {
            _isNoMonth = !string.IsNullOrEmpty(Month);
            if (_isNoMonth)
                return;

            month = months.Length > 1 && months[1] == months[0].Add(-1) ? months[1] : months[0];
        }

        try
        {
            var report = await grain.Read(By, month);
            (_report, _readAt) = (report, Time.GetUtcNow());
            _months = months.Contains(month) ? months : [.. months.Append(month).OrderDescending()];
        }
        catch (InvalidInputException)
        {
            _isNoMonth = true;
        }
    }

    /// <summary>Of time that was not counted, and in which the server saw nothing, it can't be said.</summary>
    private static bool IsNoneConnected(MonthReport report) =>
        !report.Cameras.IsEmpty && report.Total.Connected + report.Total.Unseen == TimeSpan.Zero && !(report.CountedFrom > report.From);

    private void Choose(ChangeEventArgs chosen)
    {
        if (ReportMonth.TryParse(chosen.Value as string, out var month))
            Navigation.NavigateTo(ReportLinks.To(new BuildingId(Id), month));
    }
}
