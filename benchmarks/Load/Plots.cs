using System.Globalization;
using Mihari.Tests.Fleet.Reports;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Mihari.Benchmarks.Load;

/// <summary>Pictures of a report for docs/performance.md: its times by how many took no longer, or what it compares as bars.</summary>
internal static class Plots
{
    private const double Width = 860;
    private const double LineHeight = 30;

    /// <summary>Room for the names of bars: the library knows no fonts, and takes letters to be narrower than they are.</summary>
    private const double NamesWidth = 220;

    private const double CurvesHeight = 340;
    private const double LegendLineHeight = 20;
    private const double LeastMilliseconds = 0.1;
    private static readonly OxyColor[] Colors =
        [OxyColor.FromRgb(0x1f, 0x6f, 0xb2), OxyColor.FromRgb(0xd9, 0x5f, 0x02), OxyColor.FromRgb(0x1b, 0x9e, 0x77), OxyColor.FromRgb(0x75, 0x70, 0xb3), OxyColor.FromRgb(0x66, 0x66, 0x66)];

    /// <param name="report">Of which run.</param>
    /// <param name="file">An SVG file; one that is there is replaced.</param>
    public static void Save(Report report, string file)
    {
        var (plot, height) = report.Bars.Count > 0 ? (Bars(report), 120 + (report.Bars.Count * LineHeight)) : (Curves(report), CurvesHeight + (report.Curves.Count * LegendLineHeight));
        var exporter = new SvgExporter { Width = Width, Height = height, UseVerticalTextAlignmentWorkaround = true };
        File.WriteAllText(file, exporter.ExportToString(plot).ReplaceLineEndings("\n"));
    }

    /// <summary>By nines: the distance from 90 to 99 of 100 is that from 99 to 99.9.</summary>
    private static PlotModel Curves(Report report)
    {
        var plot = Empty(report);
        plot.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.BottomLeft, LegendLineSpacing = 6, LegendMargin = 16 });
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "at most so long, of all", AxisTitleDistance = 12, Minimum = 0, Maximum = 4, MajorStep = 1, MinorTickSize = 0, LabelFormatter = Label, MajorGridlineStyle = LineStyle.Dot });
        plot.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Left, Title = "ms", AxisTitleDistance = 16, MajorGridlineStyle = LineStyle.Dot, MinorTickSize = 2 });
        foreach (var (number, curve) in report.Curves.Index())
        {
            var line = new LineSeries { Title = Wide(curve.Name), Color = Colors[number % Colors.Length], StrokeThickness = 2 };
            line.Points.AddRange(curve.Points.Where(point => IsTold(point.Share, curve.Samples)).Select(point => new DataPoint(-Math.Log10(1 - point.Share), Math.Max(LeastMilliseconds, point.Milliseconds))));
            plot.Series.Add(line);
        }

        return plot;
    }

    /// <summary>A hundred samples tell of 99 of 100 at most: beyond it there is only the slowest one, as a line that goes on and on.</summary>
    private static bool IsTold(double share, int samples) => share * samples <= samples - 1;

    private static PlotModel Bars(Report report)
    {
        var plot = Empty(report);
        plot.PlotMargins = new OxyThickness(NamesWidth, double.NaN, double.NaN, double.NaN);
        var names = new CategoryAxis { Position = AxisPosition.Left, GapWidth = 0.5, StartPosition = 1, EndPosition = 0, TickStyle = TickStyle.None };
        names.Labels.AddRange(report.Bars.Select(bar => bar.Name));
        plot.Axes.Add(names);
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "a second", Minimum = 0, StringFormat = "#,0", MaximumPadding = 0.12, AxisTitleDistance = 12, MinorTickSize = 0, MajorGridlineStyle = LineStyle.Dot });
        var bars = new BarSeries { FillColor = Colors[0], LabelFormatString = "{0:#,0}", LabelPlacement = LabelPlacement.Outside, LabelMargin = 12 };
        bars.Items.AddRange(report.Bars.Select(bar => new BarItem(bar.Value)));
        plot.Series.Add(bars);
        return plot;
    }

    private static PlotModel Empty(Report report) => new()
    {
        Title = report.Title,
        TitleFontSize = 14,
        TitleFontWeight = FontWeights.Normal,
        Culture = CultureInfo.InvariantCulture,
        Background = OxyColors.White,
        PlotAreaBorderColor = OxyColors.LightGray,
        DefaultFont = "sans-serif",
    };

    /// <summary>The legend is cut off where the library believes that the name ends; blanks make it wide enough.</summary>
    private static string Wide(string name) => name.PadRight(name.Length * 2, '\u00a0');

    private static string Label(double nines) => nines switch
    {
        0 => "0 %",
        1 => "90 %",
        2 => "99 %",
        3 => "99.9 %",
        4 => "99.99 %",
        _ => "",
    };
}
