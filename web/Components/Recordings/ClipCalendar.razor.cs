using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Recordings;

/// <summary>A month of days, of which those that have recordings are marked (manual 2.1, カレンダー).</summary>
public sealed partial class ClipCalendar
{
    private DateOnly _month;
    private DateOnly _shownFor;

    /// <summary>The day that is shown.</summary>
    [Parameter, EditorRequired]
    public DateOnly Day { get; set; }

    /// <summary>The earliest day that can be chosen.</summary>
    [Parameter, EditorRequired]
    public DateOnly First { get; set; }

    /// <summary>The last one: today.</summary>
    [Parameter, EditorRequired]
    public DateOnly Last { get; set; }

    /// <summary>The days with recordings.</summary>
    [Parameter, EditorRequired]
    public IReadOnlySet<DateOnly> Marked { get; set; } = new HashSet<DateOnly>();

    [Parameter]
    public EventCallback<DateOnly> OnChosen { get; set; }

    private static DayOfWeek FirstWeekday => CultureInfo.CurrentUICulture.DateTimeFormat.FirstDayOfWeek;

    private IEnumerable<DateOnly> Days => Enumerable.Range(0, DateTime.DaysInMonth(_month.Year, _month.Month)).Select(_month.AddDays);

    protected override void OnParametersSet()
    {
        if (_shownFor == Day)
            return;

        (_shownFor, _month) = (Day, FirstOf(Day));
    }

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);

    private static int Column(DateOnly day) => ((int)day.DayOfWeek - (int)FirstWeekday + 7) % 7 + 1;

    private static string WeekdayName(int column) =>
        CultureInfo.CurrentUICulture.DateTimeFormat.GetShortestDayName((DayOfWeek)(((int)FirstWeekday + column) % 7));

    private string Label(DateOnly day)
    {
        var date = day.ToString("D", CultureInfo.CurrentUICulture);
        return Marked.Contains(day) ? Texts["DayWith", date] : date;
    }

    private void Turn(int months) => _month = _month.AddMonths(months);
}
