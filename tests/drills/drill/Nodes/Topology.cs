using System.Globalization;
using System.Net;
using Mihari.Tests.Drills.Ledger;
using Mihari.Tests.Drills.Mails;
using Mihari.Tests.Drills.Running;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Ledger;

namespace Mihari.Tests.Drills.Nodes;

/// <summary>The programs of a drill, and where what they keep can be read without them.</summary>
internal sealed class Topology : IAsyncDisposable
{
    /// <summary>Many programs start at once on few cores.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan ImportPatience = TimeSpan.FromMinutes(15);

    private Topology(string folder, Node mail, IReadOnlyList<Node> stores, IReadOnlyList<Node> silos, IReadOnlyList<Node> webs, ITimelineRows timeline) =>
        (Folder, Mail, Mails, Stores, Silos, Webs, Timeline) = (folder, mail, new Mailbox(mail), stores, silos, webs, timeline);

    public string Folder { get; }

    /// <summary>Membership and storage; none where the server has its own.</summary>
    public IReadOnlyList<Node> Stores { get; }

    /// <summary>What has been mailed.</summary>
    public Mailbox Mails { get; }

    /// <summary>Where devices connect.</summary>
    public IReadOnlyList<Node> Silos { get; }

    /// <summary>Where browsers connect.</summary>
    public IReadOnlyList<Node> Webs { get; }

    public ITimelineRows Timeline { get; }

    public IEnumerable<Node> All => Stores.Append(Mail).Concat(Silos).Union(Webs);

    private Node Mail { get; }

    public IReadOnlyList<IPEndPoint> Gateways => [.. Silos.Select(silo => silo.Gateway!)];

    public Node Store(NodeKind kind) => Stores.FirstOrDefault(node => node.Kind == kind)
        ?? throw new DrillFailedException("this drill needs the cluster profile");

    public static Topology Embedded(string folder, DrillOptions options)
    {
        var (web, gateway) = (FreePorts.Take(), FreePorts.Take());
        var address = Address(web);
        var node = new Node("server", NodeKind.Embedded, folder, Tree.Program("Mihari.Web"), [], () => Probes.Healthy(address))
        {
            Address = address,
            Gateway = new IPEndPoint(IPAddress.Loopback, gateway),
        };
        var data = Path.Combine(node.Folder, "data");
        var mail = MailServer(folder);
        Set(node, options, [.. mail.Settings, ("Web__Port", Text(web)), ("Gateway__Port", Text(gateway)), ("Silo__Port", Text(FreePorts.Take())), ("Storage__Folder", data)]);
        return new Topology(folder, mail.Node, [], [node], [node], new SqliteTimelineRows(Path.Combine(data, "mihari.db")));
    }

    public static Topology Cluster(string folder, DrillOptions options)
    {
        var (redisPort, blobPort, tablePort) = (FreePorts.Take(), FreePorts.Take(), FreePorts.Take());
        var redis = new Node(
            "redis", NodeKind.Membership, folder, "redis-server",
            ["--port", Text(redisPort), "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"], () => Probes.Listening(redisPort));
        // The emulator writes all that it has every five seconds: with thousands of cameras that is most of what it does.
        string[] kept = options.Restart ? ["--data", Path.Combine(folder, "azurite", "data")] : [];
        var azurite = new Node(
            "azurite", NodeKind.Storage, folder, Path.Combine(Tree.Root, "azurite", "start"),
            ["--blob-port", Text(blobPort), "--table-port", Text(tablePort), .. kept],
            async () => await Probes.Listening(blobPort) && await Probes.Listening(tablePort));

        var webPorts = Enumerable.Range(0, options.Webs).Select(_ => FreePorts.Take()).ToList();
        var storage = AzureTimelineRows.ConnectionString(blobPort, tablePort);
        var mail = MailServer(folder);
        (string, string)[] shared =
        [
            .. mail.Settings,
            ("Cluster__Redis", "127.0.0.1:" + Text(redisPort)),
            ("Cluster__PublicUrl", Address(webPorts[0]).GetLeftPart(UriPartial.Authority)),
            ("AzureStorage__ConnectionString", storage),
        ];
        var silos = Enumerable.Range(1, options.Silos).Select(number => Silo(folder, options, number, shared)).ToList();
        var webs = webPorts.Select((port, index) =>
        {
            var web = new Node("web-" + Text(index + 1), NodeKind.Web, folder, Tree.Program("Mihari.Web"), [], () => Probes.Healthy(Address(port))) { Address = Address(port) };
            Set(web, options, [.. shared, ("Web__Port", Text(port)), ("Storage__Folder", Path.Combine(web.Folder, "data"))]);
            return web;
        }).ToList();
        if (options.Older is { } older)
        {
            foreach (var node in silos.Concat(webs))
                node.Program = Tree.Of(older, node.Program);
        }

        return new Topology(folder, mail.Node, [redis, azurite], silos, webs, new AzureTimelineRows(storage));
    }

    public async Task Start()
    {
        foreach (var group in new[] { [.. Stores, Mail], Silos, Webs })
            await StartAll(group.Where(node => !node.IsRunning));
    }

    /// <summary>Has an empty cluster take over the data folder of one process, before its silos start.</summary>
    public async Task Import(string data)
    {
        await StartAll(Stores);
        var import = new Node("import", NodeKind.Silo, Folder, Tree.Program("Mihari.Silo"), ["import", "--from", data], () => Task.FromResult(false));
        foreach (var (key, value) in Silos[0].Settings)
            import.Settings[key] = value;

        await import.Launch();
        if (await Clock.Until(() => !import.IsRunning, ImportPatience) is null || import.ExitCode != 0)
            throw new DrillFailedException($"the property could not be imported; see {import.Log}");
    }

    public static async Task StartAll(IEnumerable<Node> nodes)
    {
        var starting = nodes.ToList();
        foreach (var node in starting)
            await node.Launch();

        await Task.WhenAll(starting.Select(node => node.Ready(StartPatience)));
    }

    /// <summary>Servers before stores, so that they end in order.</summary>
    public async Task Stop()
    {
        await Task.WhenAll(Silos.Union(Webs).Select(node => node.Stop()));
        await Task.WhenAll(Stores.Append(Mail).Select(node => node.Stop()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in All)
            await node.DisposeAsync();
    }

    /// <summary>A mail server that this project did not write; no drill touches it.</summary>
    private static (Node Node, (string, string)[] Settings) MailServer(string folder)
    {
        var port = FreePorts.Take();
        var node = new Node(
            "mail", NodeKind.Mail, folder, Path.Combine(Tree.Root, "tests", "silo", "smtp", "start"), ["--port", Text(port), "--stay", "true"], () => Probes.Listening(port));
        return (node,
            [
                ("Mail__Transport", "Smtp"), ("Mail__From", Mailbox.From), ("Mail__Smtp__Host", "127.0.0.1"), ("Mail__Smtp__Security", "None"), ("Mail__Smtp__Port", Text(port)),
            ]);
    }

    /// <summary>A silo has an address of its own, so that it can be cut off from the others.</summary>
    private static Node Silo(string folder, DrillOptions options, int number, (string, string)[] shared)
    {
        var (host, health, gateway) = ("127.0.1." + Text(number), FreePorts.Take(), FreePorts.Take());
        var address = new Uri($"http://{host}:{Text(health)}/");
        var group = Isolation.Group(number);
        var node = new Node("silo-" + Text(number), NodeKind.Silo, folder, Tree.Program("Mihari.Silo"), [], () => Probes.Healthy(address))
        {
            Gateway = new IPEndPoint(IPAddress.Parse(host), gateway),
            Within = options.Drill == Isolation.Drill ? Isolation.Within(group) : [],
        };
        Set(
            node, options,
            [
                .. shared, ("Silo__Address", host), ("Silo__Port", Text(FreePorts.Take())), ("Silo__GatewayPort", Text(FreePorts.Take())), ("Silo__HealthPort", Text(health)),
                ("Gateway__Address", host), ("Gateway__Port", Text(gateway)),
            ]);
        return node;
    }

    private static void Set(Node node, DrillOptions options, params (string Key, string Value)[] settings)
    {
        (string, string)[] presence = [("Presence__ReconnectWindow", options.ReconnectWindow.ToString("c")), ("Presence__OfflineHoldDown", options.HoldDown.ToString("c"))];
        foreach (var (key, value) in settings.Concat(presence).Concat(options.Settings))
            node.Settings[key] = value;
    }

    private static Uri Address(int port) => new($"http://127.0.0.1:{Text(port)}/");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
