using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Mihari.Silo.Telemetry;

/// <summary>
/// Which instruments are exported and how. The exporter's own bucket edges are made for milliseconds: a histogram in
/// seconds would put everything into its first one. And what is kept for each type of grain or each part of a page, in
/// 15 buckets, is for those who build them: on the demo they were four fifths of 320 KB a scrape.
/// </summary>
internal static class MetricShapes
{
    private const string Orleans = "Microsoft.Orleans";

    /// <summary>Seconds: from what a message takes to what a person gives up on.</summary>
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    /// <summary>The same in milliseconds, as Orleans measures.</summary>
    private static readonly double[] Milliseconds = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000];

    /// <summary>How many of something.</summary>
    private static readonly double[] Counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    /// <summary>How Orleans finds and keeps its grains, a gauge or more for each of their types; <c>orleans-grains</c> says how many there are.</summary>
    private static readonly string[] InnerWorks = ["orleans-catalog", "orleans-consistent-ring", "orleans-directory", "orleans-messaging-processing", "orleans-system-targets"];

    /// <summary>Said by <c>http.server.request.duration</c> too, which has the route and the status.</summary>
    private static readonly FrozenSet<string> Repeated = FrozenSet.Create(
        StringComparer.Ordinal, "aspnetcore.authentication.authenticate.duration", "aspnetcore.rate_limiting.request_lease.duration", "aspnetcore.routing.match_attempts",
        "kestrel.connection.duration");

    /// <summary>What each part of a page takes to be drawn, by its class and method. How many pages are open is another meter.</summary>
    private static readonly FrozenSet<string> PartsOfPages = FrozenSet.Create(
        StringComparer.Ordinal, "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Lifecycle");

    public static MeterProviderBuilder AddShapes(this MeterProviderBuilder metrics) => metrics.AddView(Of);

    /// <summary>Null where an instrument is exported as it is.</summary>
    private static MetricStreamConfiguration? Of(Instrument instrument)
    {
        var meter = instrument.Meter.Name;
        if (meter.StartsWith("Mihari.", StringComparison.Ordinal))
            return IsHistogram(instrument) ? new ExplicitBucketHistogramConfiguration { Boundaries = instrument.Unit == "s" ? Seconds : Counts } : null;

        if (PartsOfPages.Contains(meter) || Repeated.Contains(instrument.Name))
            return MetricStreamConfiguration.Drop;

        if (instrument.Name == "http.server.request.duration")
            return OfRequests();

        if (meter != Orleans)
            return null;

        if (InnerWorks.Any(prefix => instrument.Name.StartsWith(prefix, StringComparison.Ordinal)))
            return MetricStreamConfiguration.Drop;

        return IsHistogram(instrument) ? new ExplicitBucketHistogramConfiguration { Boundaries = Milliseconds, TagKeys = [] } : null;
    }

    /// <summary>A series for each route, method and status is many: with the edges and tags that matter, and no more.</summary>
    private static ExplicitBucketHistogramConfiguration OfRequests() => new()
    {
        Boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
        TagKeys = ["http.route", "http.request.method", "http.response.status_code"],
    };

    private static bool IsHistogram(Instrument instrument) => instrument is Histogram<double> or Histogram<long> or Histogram<int>;
}
