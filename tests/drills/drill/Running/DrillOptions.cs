using System.Globalization;

namespace Mihari.Tests.Drills.Running;

/// <summary>What is drilled, how large, and how long; every value has a default that fits a small machine.</summary>
internal sealed record DrillOptions
{
    public const string Usage = """
        usage: tests/drills/run DRILL [options]
        drills:
          kill          SIGKILL of one silo under load
          hang          SIGSTOP of one silo under load
          cut           one silo cut off from all others by dropped packets (root, for a network namespace)
          rolling       SIGTERM and restart of every silo and web node in turn, under load
          redis-away    the membership store stands still for --away seconds
          storage-away  the storage stands still for --away seconds
          storm         silos and web nodes stop, and all cameras come back at once
          load          no fault: what an event costs
        options:
          --seed N          decides victim, moment and every event (1)
          --cameras N       (300)      --per-room N   cameras a room; a motion makes all of a room record (1)
          --silos N         (3)        --webs N       (2)
          --rate N          events a second over all cameras (20)
          --before S        seconds of load before the fault (10)
          --after S         seconds of load after it has been overcome; for load: of idling and of load that are measured (10)
          --away S          how long a store stands still, or a silo hangs before it goes on (60)
          --patience S      after which something has failed (120)
          --reconnect-window S, --hold-down S   the servers' Presence settings (45, 60)
          --dashboards N    that watch a building each (6)
          --restart         a store that goes away is killed and started again, rather than stopped and let go on
          --older TREE      silos and web nodes begin as another version, built with -c Release in that source tree; rolling makes them this
                            version one by one, and then that one again
          --embedded        one process with its own storage in place of the cluster; for load and storm
          --property FOLDER the property is registered by one process that keeps its data there, once, and imported: far faster for thousands
          --set KEY=VALUE   a setting of every silo and web node; may be repeated
          --folder PATH     where programs keep data and logs (a temporary one, deleted if all is well)
          --keep            keeps that folder
          --tied            ends as soon as standard input does
          --json FILE       the report as JSON too
        The exit code is 0 only where the ledger balances; 1 where it does not, 2 where the drill could not be held.
        """;

    public required string Drill { get; init; }

    public int Seed { get; init; } = 1;

    public int Cameras { get; init; } = 300;

    public int PerRoom { get; init; } = 1;

    public int Silos { get; init; } = 3;

    public int Webs { get; init; } = 2;

    /// <summary>Events a second over all cameras.</summary>
    public double Rate { get; init; } = 20;

    public TimeSpan Before { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan After { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Away { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(120);

    public TimeSpan ReconnectWindow { get; init; } = TimeSpan.FromSeconds(45);

    public TimeSpan HoldDown { get; init; } = TimeSpan.FromSeconds(60);

    public int Dashboards { get; init; } = 6;

    public bool Restart { get; init; }

    public bool Embedded { get; init; }

    public bool Keep { get; init; }

    public bool Tied { get; init; }

    public string? Folder { get; init; }

    public string? Json { get; init; }

    public string? Property { get; init; }

    /// <summary>The source tree of another version.</summary>
    public string? Older { get; init; }

    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    /// <summary>The drill in one line.</summary>
    public string Title => string.Create(
        CultureInfo.InvariantCulture,
        $"{Drill}: seed {Seed}, {Cameras} cameras, {(Embedded ? "embedded" : string.Create(CultureInfo.InvariantCulture, $"{Silos} silos, {Webs} web nodes"))}, {Rate} events/s");

    /// <summary>The same for programs.</summary>
    public object About => new { Drill, Seed, Cameras, Silos, Webs, Rate, Embedded };

    /// <exception cref="FormatException">An argument is none of the above; the message says which.</exception>
    public static DrillOptions Parse(string[] args)
    {
        if (args.Length == 0 || args[0].StartsWith('-'))
            throw new FormatException("name a drill first");

        var options = new DrillOptions { Drill = args[0] };
        for (var i = 1; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--restart" => options with { Restart = true },
                "--embedded" => options with { Embedded = true },
                "--keep" => options with { Keep = true },
                "--tied" => options with { Tied = true },
                _ when i + 1 < args.Length => options.With(args[i], args[++i]),
                _ => throw new FormatException($"{args[i]}: no such option, or its value is missing"),
            };
        }

        return options.Older is not null && (options.Embedded || options.Property is not null)
            ? throw new FormatException("--older is for a cluster that begins empty: neither with --embedded nor with --property")
            : options;
    }

    private DrillOptions With(string name, string value) => name switch
    {
        "--seed" => this with { Seed = Whole(name, value, 0) },
        "--cameras" => this with { Cameras = Whole(name, value, 1) },
        "--per-room" => this with { PerRoom = Whole(name, value, 1) },
        "--silos" => this with { Silos = Whole(name, value, 1) },
        "--webs" => this with { Webs = Whole(name, value, 1) },
        "--rate" => this with { Rate = Number(name, value) },
        "--before" => this with { Before = Seconds(name, value) },
        "--after" => this with { After = Seconds(name, value) },
        "--away" => this with { Away = Seconds(name, value) },
        "--patience" => this with { Patience = Seconds(name, value) },
        "--reconnect-window" => this with { ReconnectWindow = Seconds(name, value) },
        "--hold-down" => this with { HoldDown = Seconds(name, value) },
        "--dashboards" => this with { Dashboards = Whole(name, value, 0) },
        "--folder" => this with { Folder = value },
        "--json" => this with { Json = value },
        "--property" => this with { Property = value },
        "--older" => this with { Older = Path.GetFullPath(value) },
        "--set" when value.Split('=', 2) is [var key, var to] => this with { Settings = [.. Settings, (key.Replace(":", "__", StringComparison.Ordinal), to)] },
        _ => throw new FormatException($"{name} {value}: no such option"),
    };

    private static int Whole(string name, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"{name} is '{value}', but must be a whole number from {least.ToString(CultureInfo.InvariantCulture)}");

    private static double Number(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{name} is '{value}', but must be a number");

    private static TimeSpan Seconds(string name, string value) => TimeSpan.FromSeconds(Number(name, value));
}
