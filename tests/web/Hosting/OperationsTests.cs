using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Grains;
using Mihari.Silo.Hosting;
using Mihari.Storage;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Hosting;
using Xunit;

namespace Mihari.Tests.Web.Hosting;

/// <summary>What dashboard, alerts and scaling ask for is there: a metric whose name changes must not leave a panel or an alert silent.</summary>
[Collection(nameof(EmbeddedFixture))]
public sealed partial class OperationsTests(EmbeddedFixture server)
{
    private static readonly string[] Files =
        ["deploy/grafana/mihari.json", "deploy/prometheus/alerts.yml", "deploy/kubernetes/adapter/rules.yaml", "deploy/kubernetes/scaling.yaml", "docs/guide/operating-a-cluster.md"];

    public static TheoryData<string> Asking => [.. Files];

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task Metrics_AskedFor_AreExported(string file)
    {
        var exported = await Exported();
        var asked = MetricName().Matches(await File.ReadAllTextAsync(Path.Combine(Root(), file))).Select(m => m.Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(asked);
        Assert.DoesNotContain(asked, name => !exported.Contains(Series().Replace(name, "")));
    }

    /// <summary>The names are worked out as the exporter does it; here is where that is held to what it says.</summary>
    [Fact]
    public async Task Names_WorkedOut_AreThoseOfTheExporter()
    {
        var worked = Instruments().Select(Name).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(await Scraped(), name => name.StartsWith("mihari_", StringComparison.Ordinal) && name != "mihari_tests_took_seconds" && !worked.Contains(name));
    }

    [Fact]
    public async Task Dashboard_HasPanelsWithUnitsAndDistinctPlaces()
    {
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Root(), Files[0])));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();

        Assert.Equal(panels.Count, panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.Equal(panels.Count, panels.Select(p => p.GetProperty("gridPos").ToString()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(panels.Where(p => p.GetProperty("type").GetString() != "row"), p => Assert.NotEqual(0, p.GetProperty("targets").GetArrayLength()));
    }

    [Fact]
    public async Task Alerts_HaveARunbookThatExists()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "guide", "operating-a-cluster.md"));
        var alerts = await File.ReadAllTextAsync(Path.Combine(Root(), Files[1]));
        var names = AlertName().Matches(alerts).Select(m => m.Groups[1].Value).ToList();
        var runbooks = Runbook().Matches(alerts).Select(m => m.Groups[1].Value).ToList();

        Assert.NotEmpty(names);
        Assert.Equal(names.Count, runbooks.Count);
        Assert.DoesNotContain(runbooks, r => !guide.Contains($"<a id=\"{r}\"></a>", StringComparison.Ordinal));
    }

    /// <summary>What is scraped after a page was looked at, with what is measured once there is something to measure.</summary>
    private async Task<HashSet<string>> Exported()
    {
        using var client = await server.SignedIn("one");
        (await client.GetAsync("/")).Dispose();
        var names = await Scraped();
        names.UnionWith(Instruments().Select(Name));
        return names;
    }

    private async Task<HashSet<string>> Scraped()
    {
        using var client = server.Client();
        return [.. TypeLine().Matches(await client.GetStringAsync("/metrics")).Select(m => m.Groups[1].Value)];
    }

    private List<Instrument> Instruments()
    {
        // Each is made when it is first needed; here all are.
        foreach (var type in new[] { typeof(MihariGrains), typeof(EmbeddedSilo), typeof(MihariStorage), typeof(WebOptions) }
            .SelectMany(t => t.Assembly.GetTypes()).Where(t => t.Name.EndsWith("Instruments", StringComparison.Ordinal)))
        {
            Assert.NotNull(server.Services.GetService(type));
        }

        // Those of Orleans are made with its parts, of which an embedded silo has not all.
        foreach (var type in Assembly.Load("Orleans.Core").GetTypes().Where(t => t.Name.EndsWith("Instruments", StringComparison.Ordinal)))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);

        var found = new List<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => found.Add(instrument) };
        listener.Start();
        return [.. found.Where(i => i.Meter.Name.StartsWith("Mihari.", StringComparison.Ordinal) || (i.Meter.Name == "Microsoft.Orleans" && !IsDropped(i.Name)))];
    }

    private static bool IsDropped(string orleans) =>
        new[] { "orleans-catalog", "orleans-consistent-ring", "orleans-directory", "orleans-messaging-processing", "orleans-system-targets" }.Any(orleans.StartsWith);

    private static string Name(Instrument instrument)
    {
        var name = Odd().Replace(instrument.Name, "_");
        var unit = instrument.Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" or "bytes" => "_bytes", "MB" => "_megabytes", _ => "" };
        if (!name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;

        var isCounter = instrument.GetType().Name.StartsWith("Counter`", StringComparison.Ordinal) || instrument.GetType().Name.StartsWith("ObservableCounter`", StringComparison.Ordinal);
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [GeneratedRegex("\\b(?:mihari|orleans|http_server|dotnet|kestrel)_[a-z0-9_]*[a-z0-9]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MetricName();

    [GeneratedRegex("_(?:bucket|sum|count)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Series();

    [GeneratedRegex("[^a-zA-Z0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Odd();

    [GeneratedRegex("^# TYPE (\\S+) ", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TypeLine();

    [GeneratedRegex("- alert: (\\S+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AlertName();

    [GeneratedRegex("runbook_url: \\S*operating-a-cluster\\.md#(\\S+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Runbook();
}
