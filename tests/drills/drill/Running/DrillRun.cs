using System.Globalization;
using Mihari.Tests.Drills.Faults;
using Mihari.Tests.Drills.Ledger;
using Mihari.Tests.Drills.Nodes;
using Mihari.Tests.Drills.Property;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Dashboards;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Tests.Drills.Running;

/// <summary>A drill from nothing to the ledger: start, register, connect, load, fault, settle, count.</summary>
internal sealed class DrillRun(DrillOptions options, string folder, Report report)
{
    /// <summary>Beyond what presence needs, until the last trouble that a fault can raise is written.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan DashboardPatience = TimeSpan.FromSeconds(30);

    public async Task Run()
    {
        var drill = Drill.Of(options.Drill);
        var kept = options.Property is { } place ? await KeptProperty.At(place, options, report) : null;
        await using var topology = options.Embedded ? Topology.Embedded(folder, options) : Topology.Cluster(folder, options);
        if (kept is not null)
            await kept.Import(topology, report);

        await topology.Start();
        report.Tell("all programs are ready");

        using var property = DrillProperty.Of(topology, options);
        var from = Clock.Now;
        await (kept is null ? DrillProperty.Register(property, topology) : property.SignIn());
        report.Measured(kept is null ? "registering the property" : "signing in", (Clock.Now - from).TotalSeconds, "s");

        await using var fleet = new CameraFleet(new FleetSettings(topology.Gateways, options.PerRoom), options.Cameras, options.Seed);
        from = Clock.Now;
        fleet.Connect();
        if (await Clock.Until(() => fleet.AllConnected, options.Patience) is not { } connected)
            throw new DrillFailedException(string.Create(CultureInfo.InvariantCulture, $"only {fleet.Connected} of {options.Cameras} cameras could connect"));

        report.Measured("first connection of all cameras", connected.TotalSeconds, "s");
        var dashboards = await Watch(topology, property);
        try
        {
            await Drilled(drill, new Scene(options, new Random(options.Seed), topology, property, fleet, dashboards, report));
        }
        finally
        {
            foreach (var dashboard in dashboards)
                await dashboard.DisposeAsync();
        }
    }

    private async Task Drilled(Drill drill, Scene scene)
    {
        var before = scene.Topology.All.ToDictionary(node => node, node => node.Cpu);
        var from = Clock.Now;
        scene.Fleet.StartLoad(scene.Options.Rate);

        // The moment is the seed's too: somewhere in the second half of the time before.
        await Clock.Delay(options.Before * (0.5 + (scene.Random.NextDouble() / 2)));
        await drill.Do(scene);
        var faultOver = Clock.Now;
        await Clock.Delay(options.After);
        await scene.Fleet.StopLoad();
        report.Tell("the load stops");
        if (await Clock.Until(() => scene.Fleet is { AllAcknowledged: true, AllConnected: true }, options.Patience) is { } rest)
            report.Measured("until all was acknowledged", rest.TotalSeconds, "s");

        Shares(scene, before, Clock.Now - from);
        if (drill is not LoadAlone)
            await Settle(faultOver);

        await Count(scene);
    }

    private async Task<List<DashboardWatch>> Watch(Topology topology, VirtualProperty property)
    {
        var webs = topology.Webs.Select(web => web.Address!).ToList();
        var dashboards = Enumerable.Range(0, options.Dashboards)
            .Select(number => new DashboardWatch(property.Buildings[number % property.Buildings.Count], webs, property.Session, number)).ToList();
        foreach (var dashboard in dashboards)
            dashboard.Start();

        try
        {
            await Task.WhenAll(dashboards.Select(dashboard => dashboard.Watching)).WaitAsync(DashboardPatience);
        }
        catch (TimeoutException)
        {
            report.Tell($"not every dashboard has data: {Ends(dashboards)}");
        }

        return dashboards;
    }

    /// <summary>Whoever is wrongly held for gone shows as a trouble only after the reconnect window and the hold-down.</summary>
    private async Task Settle(TimeSpan faultOver)
    {
        var left = faultOver + options.ReconnectWindow + options.HoldDown + Slack - Clock.Now;
        if (left <= TimeSpan.Zero)
            return;

        report.Tell(string.Create(CultureInfo.InvariantCulture, $"{left.TotalSeconds:0} s until a false report of a camera would have shown"));
        await Clock.Delay(left);
    }

    private void Shares(Scene scene, Dictionary<Node, double> before, TimeSpan time)
    {
        var events = scene.Fleet.Events.Count(fired => fired.Acknowledged is not null);
        report.Measured("events acknowledged", events, "");
        var waits = scene.Fleet.Events.Where(fired => fired.Acknowledged is not null).Select(fired => (fired.Acknowledged!.Value - fired.Fired).TotalMilliseconds).Order().ToList();
        if (waits.Count > 0)
        {
            report.Measured("event to acknowledgement, half", waits[waits.Count / 2], "ms");
            report.Measured("event to acknowledgement, 99 %", waits[(int)(waits.Count * 0.99)], "ms");
        }

        report.Measured("events sent more than once", scene.Fleet.Events.Count(fired => fired.Sent > 1), "");
        report.Measured("the load with the fault", time.TotalSeconds, "s");
        foreach (var kind in scene.Topology.All.GroupBy(node => node.Kind))
        {
            var cpu = kind.Sum(node => node.Cpu - before[node]);
            report.Shares.Add(new Share(kind.Key.ToString(), Math.Round(cpu, 2), events == 0 ? null : Math.Round(cpu * 1000 / events, 3)));
        }
    }

    private async Task Count(Scene scene)
    {
        if (scene.Dashboards.Count > 0)
        {
            report.Tell(string.Create(
                CultureInfo.InvariantCulture,
                $"dashboards: {scene.Dashboards.Sum(d => d.Losses)} connections lost, longest gap {scene.Dashboards.Max(d => d.LongestGap).TotalSeconds:0.0} s, {scene.Dashboards.Sum(d => d.Snapshots)} snapshots, {scene.Dashboards.Sum(d => d.Updates)} updates, a camera shown offline {scene.Dashboards.Sum(d => d.ShownOffline)} times; ends: {Ends(scene.Dashboards)}"));
        }

        using var patience = new CancellationTokenSource(options.Patience);
        var presence = await scene.Property.Presence();
        var timeline = await scene.Topology.Timeline.Read(patience.Token);
        var messages = await Mailed(scene);
        var facts = new LedgerFacts(scene.Fleet.Cameras, timeline, presence, options.HoldDown);
        LedgerColumn[] columns = [new EventsColumn(), new CapturesColumn(), new CommandsColumn(), new MessagesColumn(messages), new OfflineColumn(), new PresenceColumn(), new ConnectedColumn()];
        report.Ledger.AddRange(columns.Select(column => column.Sum(facts)));
    }

    /// <summary>A mail that could not be handed over is tried again half a minute later.</summary>
    private async Task<IReadOnlyList<string>> Mailed(Scene scene)
    {
        var mailbox = scene.Topology.Mails;
        var due = scene.Fleet.Cameras.GroupBy(camera => camera.Room)
            .Where(room => room.Sum(camera => camera.Events.Count) <= MessagesColumn.TellsAnHour)
            .SelectMany(room => room).SelectMany(camera => camera.Events).Where(fired => fired.Acknowledged is not null).Select(MessagesColumn.Id).ToHashSet(StringComparer.Ordinal);
        if (await Clock.Until(() => due.IsSubsetOf(mailbox.MessageIds()), options.Patience) is { } waited)
            report.Measured("until all was mailed", waited.TotalSeconds, "s");

        var messages = mailbox.MessageIds();
        report.Measured("mails handed over again under the same Message-ID", messages.Count - messages.Distinct(StringComparer.Ordinal).Count(), "");
        return messages;
    }

    private static string Ends(IEnumerable<DashboardWatch> dashboards) =>
        string.Join(", ", dashboards.SelectMany(dashboard => dashboard.Ends).GroupBy(end => end.Key, StringComparer.Ordinal).Select(end => string.Create(CultureInfo.InvariantCulture, $"{end.Key} ({end.Sum(one => one.Value)})")));
}
