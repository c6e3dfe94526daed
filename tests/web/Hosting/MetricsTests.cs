using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Hosting;

/// <summary>What <c>/metrics</c> of the whole server gives to Prometheus.</summary>
[Collection(nameof(EmbeddedFixture))]
public sealed partial class MetricsTests(EmbeddedFixture server)
{
    [Fact]
    public async Task Histogram_InSeconds_TellsMillisecondsApart()
    {
        var meter = server.Services.GetRequiredService<IMeterFactory>().Create("Mihari.Tests");
        var histogram = meter.CreateHistogram<double>("mihari.tests.took", "s");
        histogram.Record(0.0007);
        histogram.Record(0.003);

        var metrics = await Metrics(until: "mihari_tests_took_seconds");

        Assert.Contains(Buckets(metrics, "mihari_tests_took_seconds"), b => b is { Edge: 0.001, Count: 1 });
        Assert.Contains(Buckets(metrics, "mihari_tests_took_seconds"), b => b is { Edge: 0.005, Count: 2 });
        Assert.All(Names(metrics, "mihari_"), name => Assert.DoesNotContain("milliseconds", name, StringComparison.Ordinal));
        Assert.Contains("mihari_storage_write_duration_seconds", Names(metrics, "mihari_"));
    }

    [Fact]
    public async Task Histogram_OfCounts_HasEdgesThatFit()
    {
        var metrics = await Metrics();

        Assert.Equal([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], Buckets(metrics, "mihari_storage_batch").Select(b => b.Edge).Where(double.IsFinite));
    }

    [Fact]
    public async Task Metrics_AfterPagesWereLookedAt_HaveNoSeriesForEachTypeOfGrainOrPartOfAPage()
    {
        using var client = await server.SignedIn("one");
        foreach (var address in new[] { "/", "/sign-in", "/buildings/building-one", "/buildings/none", "/api/v1/buildings", "/api/v1/buildings/building-one" })
            (await client.GetAsync(address)).Dispose();

        var metrics = await Metrics(until: "http_route=\"/sign-in\"");
        var lines = metrics.Split('\n');
        var requests = lines.Where(l => l.StartsWith("http_server_request_duration_seconds_bucket{", StringComparison.Ordinal)).ToList();

        var writes = lines.Where(l => l.StartsWith("orleans_storage_write_latency_milliseconds_count", StringComparison.Ordinal));
        Assert.NotEmpty(writes);
        Assert.All(writes, l => Assert.DoesNotContain("state_", l, StringComparison.Ordinal));
        Assert.Contains("orleans_grains", Names(metrics, "orleans_"));
        Assert.Empty(Names(metrics, "aspnetcore_components_update"));
        Assert.Equal(11, requests.Select(l => Bucket().Match(l).Groups[1].Value).Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(requests, l => l.Contains("network_protocol", StringComparison.Ordinal));
        Assert.DoesNotContain(Names(metrics, ""), name => name.StartsWith("orleans_directory", StringComparison.Ordinal) || name.StartsWith("orleans_catalog", StringComparison.Ordinal));
    }

    /// <summary>A scrape is answered with the one before for a third of a second.</summary>
    private async Task<string> Metrics(string until = "")
    {
        using var client = server.Client();
        var waiting = System.Diagnostics.Stopwatch.StartNew();
        string metrics;
        do
            metrics = await client.GetStringAsync("/metrics");
        while (!metrics.Contains(until, StringComparison.Ordinal) && waiting.Elapsed < Live.Wait.Long);

        return metrics;
    }

    private static List<string> Names(string metrics, string prefix) =>
        [.. TypeLine().Matches(metrics).Select(m => m.Groups[1].Value).Where(n => n.StartsWith(prefix, StringComparison.Ordinal))];

    private static List<(double Edge, long Count)> Buckets(string metrics, string name) =>
    [
        .. metrics.Split('\n').Where(l => l.StartsWith(name + "_bucket{", StringComparison.Ordinal)).Select(l => Bucket().Match(l))
            .Select(m => (m.Groups[1].Value == "+Inf" ? double.PositiveInfinity : double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), long.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))),
    ];

    [GeneratedRegex("^# TYPE (\\S+) ", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TypeLine();

    [GeneratedRegex("le=\"([^\"]+)\"[^}]*} (\\d+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bucket();
}
