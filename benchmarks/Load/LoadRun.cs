using System.Globalization;
using System.Net;
using Microsoft.Playwright;
using Mihari.Benchmarks.Server;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>
/// A scenario from nothing to the ledger: the server program, a property over REST, cameras over sockets, the load, and what came of it. Cameras
/// are in this process, and take their part of the machine.
/// </summary>
internal static class LoadRun
{
    private const int Balanced = 0;
    private const int Helped = 0;
    private const int NotBalanced = 1;
    private const int NotRun = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static async Task<int> Run(string[] args)
    {
        if (args is [])
        {
            Console.Error.WriteLine(LoadOptions.Usage);
            return NotRun;
        }

        if (args.Any(arg => arg is "--help" or "-h"))
        {
            Console.WriteLine(LoadOptions.Usage);
            return Helped;
        }

        try
        {
            var options = LoadOptions.Parse(args);
            await using var scenario = Scenario.Of(options);
            if (scenario.Refusal is { } refusal)
                throw new FormatException(refusal);

            ExpectWritable("--json", options.Json);
            ExpectWritable("--plot", options.Plot);
            var report = new Report("load " + string.Join(' ', LoadOptions.WithoutFiles(args)), options) { LedgerNote = "warm-up included" };
            await Run(options, scenario, report);
            report.Print();
            if (options.Json is { } json)
                await report.Save(json);
            if (options.Plot is { } plot)
                Plots.Save(report, plot);

            return report.IsBalanced ? Balanced : NotBalanced;
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            Console.Error.WriteLine("see: load --help");
            return NotRun;
        }
        catch (Exception e) when (e is TimeoutException or HttpRequestException or InvalidOperationException or PlaywrightException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return NotRun;
        }
    }

    /// <summary>Waits for what has to come about.</summary>
    /// <exception cref="TimeoutException">It did not.</exception>
    public static async Task Expect(string what, Func<bool> isSo, TimeSpan? patience = null)
    {
        if (await Clock.Until(isSo, patience ?? Patience) is null)
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"{what}: not within {(patience ?? Patience).TotalSeconds:0} s"));
    }

    /// <summary>Before anything is measured, so that the figures are not lost; what is there stays as it is, and what is not is not there afterwards.</summary>
    /// <exception cref="FormatException">The file that an option names cannot be written.</exception>
    private static void ExpectWritable(string option, string? file)
    {
        if (file is null)
            return;

        try
        {
            var isThere = File.Exists(file);
            File.Open(file, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (!isThere)
                File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"{option} is '{file}', but must be a file that can be written, in a folder that is there", e);
        }
    }

    private static async Task Run(LoadOptions options, Scenario scenario, Report report)
    {
        foreach (var (key, value) in scenario.Settings.Concat(options.Settings))
            report.Tell($"set for this run: {key}={value}");

        var yardsticks = scenario.IsCompared ? await Yardstick.All(scenario, scenario.Behave(new FleetSettings([], scenario.Shape.PerRoom)), options.Seed, report) : [];
        await using var server = await ServerProgram.Start([.. scenario.Settings, .. options.Settings]);
        await server.WhileItRuns(Play(options, scenario, report, server));
        foreach (var yardstick in yardsticks)
            yardstick.Compare(report, scenario);
    }

    private static async Task Play(LoadOptions options, Scenario scenario, Report report, ServerProgram server)
    {
        using var property = new VirtualProperty(() => [server.Address], scenario.Shape);
        var from = Clock.Now;
        var (email, password) = await server.SupportSignIn();
        await property.Register(email, password);
        report.Measured("registering the property", (Clock.Now - from).TotalSeconds, "s");
        var settings = scenario.Behave(new FleetSettings([new IPEndPoint(IPAddress.Loopback, server.Gateway)], scenario.Shape.PerRoom));
        await using var fleet = new CameraFleet(settings, scenario.Shape.Cameras, options.Seed);
        var stage = new Stage(server, property, fleet, report);
        await scenario.Prepare(stage);

        from = Clock.Now;
        var first = scenario.Before ?? scenario.Shape.Cameras;
        fleet.Connect(first);
        await Expect("the first cameras connected", () => fleet.Connected >= first);
        report.Measured("first connection of " + first.ToString(CultureInfo.InvariantCulture) + " cameras", (Clock.Now - from).TotalSeconds, "s");
        await scenario.WarmUp(stage);
        await Expect("the warm-up is acknowledged", () => fleet.AllAcknowledged);

        report.Tell("the measured load begins");
        var before = await Usage.Of(server);
        await scenario.Load(stage);
        await Expect("all events acknowledged", () => fleet.AllAcknowledged);
        var after = await Usage.Of(server);
        report.Tell("the measured load is over");
        await Count(stage, scenario, options, before, after);
    }

    private static async Task Count(Stage stage, Scenario scenario, LoadOptions options, Usage before, Usage after)
    {
        using var patience = new CancellationTokenSource(Patience);
        var timeline = await new SqliteTimelineRows(Path.Combine(stage.Server.Data, "mihari.db")).Read(patience.Token);
        var facts = new LedgerFacts(stage.Fleet.Cameras, timeline, await stage.Property.Presence(), options.HoldDown);
        var operations = scenario.Tell(stage, facts);
        after.Tell(before, stage.Server, operations, scenario, stage.Report);
        LedgerColumn[] columns = [new AcknowledgedColumn(), new EventsColumn(), new CapturesColumn(), new CommandsColumn(), .. scenario.Columns, new PresenceColumn(), new ConnectedColumn()];
        stage.Report.Ledger.AddRange(columns.Select(column => column.Sum(facts)));
    }
}
