using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>How long things took.</summary>
internal sealed class Latencies(IEnumerable<TimeSpan> times)
{
    private static readonly double[] Shares = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9999, 1];

    private readonly List<double> _sorted = [.. times.Select(time => time.TotalMilliseconds).Order()];

    /// <param name="report">Where they are told.</param>
    /// <param name="what">From what to what.</param>
    /// <param name="target">The most that 99 of 100 may take, in milliseconds.</param>
    /// <param name="like">What it is a multiple of.</param>
    public void Tell(Report report, string what, double? target = null, Like? like = null)
    {
        if (_sorted.Count == 0)
            return;

        report.Measured(what + ", p50", At(0.5)!.Value, "ms", like: like);
        report.Measured(what + ", p99", At(0.99)!.Value, "ms", target, like);
        report.Measured(what + ", max", _sorted[^1], "ms");
        report.Curves.Add(new Curve(what, _sorted.Count, [.. Shares.Select(share => new CurvePoint(share, Math.Round(At(share)!.Value, 3)))]));
    }

    /// <summary>So many of all (0 to 1) took at most so long, in milliseconds, by the nearest rank; null: there are none.</summary>
    public double? At(double share) => _sorted.Count == 0 ? null : _sorted[Math.Max(0, (int)Math.Ceiling(_sorted.Count * share) - 1)];
}
