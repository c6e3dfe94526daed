using System.Globalization;

namespace Mihari.Benchmarks.Load;

/// <summary>A scenario and how large it is; what is not given is the scenario's own.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        usage: load SCENARIO [options]        load --help tells this
        scenarios:
          fanout    one motion makes all cameras of a building record
          motions   motions at a steady rate, each in its own room
          line      all cameras of a building are lost within a second, and come back
          connect   all cameras connect at once, as after a power cut
          steady    cameras that record: a manifest a minute, a status now and then, motions by chance with a peak
          limit     as many messages as are taken; beside MQTTnet alone, mosquitto and SQLite alone
          dashboards  rooms begin to record; until dashboards at the hub, and pages in headless Chromium, show it
          offline   all cameras are lost in one moment; until the dashboards are right, and whether a page goes on being drawn
          fleet     the page of the fleet in headless Chromium: its first cameras, a keystroke, and all cameras lost at once
          uploads   all cameras upload a clip in one moment, over HTTP with the addresses of their commands
        options:
          --cameras N     a building (fanout 200, line 500), or in all (uploads 500, motions 1000, limit 2000, the others 10000);
                          at most 200000 in all, fanout a multiple of --per-room, line from 3
          --per-room N    cameras a room, at most 100 (10; motions, limit and uploads 1)
          --dashboards N  dashboards: connections to the hub, each with a building, in turn (50)
          --pages N       dashboards: pages in Chromium, each with a building, in turn (3)
          --clips N       uploads: how often all upload (3)       --megabytes N   uploads: of which size (3)
          --buildings N   fanout: buildings that are triggered in turn (1)
          --triggers N    fanout: how often (200)       --every S      fanout: how far apart (1)
          --rate N        events a second (motions 1000, steady one for 200 cameras, dashboards such that each room has one a minute)
          --of KIND       limit: motions, or minutes with the states of cards (motions)
          --window N      limit: messages that a camera has on the way (2)
          --seconds N     motions, steady, dashboards: for how long (60; limit: each of its parts)    --warm-up S    of the same load before it is measured (5)
          --after-clip    cameras answer for a clip when it is over, not at once: what happens meanwhile needs no other clip.
                          As real ones do: without it motions, limit too, is of commands, ever more of which a camera has in its state
          --hold-down S   line, offline: how long a device must be away before that is a trouble (the server's default, 60)
          --settle S      line: how long a message too many is waited for (45)
          --alone         leave out the comparison with MQTTnet alone, mosquitto and SQLite alone, which takes a minute
          --set KEY=VALUE a setting of the server; may be repeated
          --seed N        of every pause (1)
          --json FILE     the report as JSON too        --plot FILE     its times, or what it compares, as an SVG picture
        The exit code is 0 only where the ledger balances; 1 where it does not, 2 where it could not be run.
        """;

    /// <summary>They come from 50 loopback addresses with some 28,000 ports each; what a process and a machine hold is less.</summary>
    public const int MostCameras = 200_000;

    /// <summary>As many as the server's API takes at once.</summary>
    private const int MostPerRoom = 100;

    /// <summary>As many as the server takes in a video, 256 MiB.</summary>
    private const int MostMegabytes = 256;

    private const int MostBuildings = 10_000;
    private const int MostTimes = 1_000_000;
    private const int MostDashboards = 10_000;
    private const int MostPages = 100;
    private const int MostOnTheWay = 1_000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The server's own bound.</summary>
    private static readonly TimeSpan LongestHoldDown = TimeSpan.FromHours(1);

    public required string Scenario { get; init; }

    public int? Cameras { get; init; }

    public int? PerRoom { get; init; }

    public int Buildings { get; init; } = 1;

    public int Triggers { get; init; } = 200;

    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    public MessageKind Of { get; init; } = MessageKind.Motions;

    /// <summary>Messages of a camera that wait for their acknowledgement.</summary>
    public int Window { get; init; } = 2;

    /// <summary>Events a second.</summary>
    public int? Rate { get; init; }

    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    public bool AnswersAfterClip { get; init; }

    /// <summary>The same cameras are also measured before those who do nothing.</summary>
    public bool IsCompared { get; init; } = true;

    /// <summary>Connections to the hub.</summary>
    public int Dashboards { get; init; } = 50;

    /// <summary>Pages in a browser.</summary>
    public int Pages { get; init; } = 3;

    /// <summary>Clips that each camera uploads.</summary>
    public int Clips { get; init; } = 3;

    /// <summary>The size of a clip, in 1,000,000 bytes.</summary>
    public int Megabytes { get; init; } = 3;

    public TimeSpan HoldDown { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(45);

    public int Seed { get; init; } = 1;

    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    public string? Json { get; init; }

    public string? Plot { get; init; }

    /// <exception cref="FormatException">An argument is none of the above; the message says which.</exception>
    public static LoadOptions Parse(string[] args)
    {
        if (args is not [var scenario, ..] || scenario.StartsWith('-'))
            throw new FormatException("name a scenario first");

        var options = new LoadOptions { Scenario = scenario };
        for (var i = 1; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--alone" => options with { IsCompared = false },
                "--after-clip" => options with { AnswersAfterClip = true },
                _ when i + 1 < args.Length => options.With(args[i], args[++i]),
                _ => throw new FormatException($"{args[i]}: no such option, or its value is missing"),
            };
        }

        return options;
    }

    /// <summary>What was run, without where its figures go.</summary>
    public static IEnumerable<string> WithoutFiles(string[] args) =>
        args.Where((arg, i) => arg is not ("--json" or "--plot") && (i == 0 || args[i - 1] is not ("--json" or "--plot")));

    private LoadOptions With(string name, string value) => name switch
    {
        "--cameras" => this with { Cameras = Whole(name, value, MostCameras) },
        "--per-room" => this with { PerRoom = Whole(name, value, MostPerRoom) },
        "--buildings" => this with { Buildings = Whole(name, value, MostBuildings) },
        "--triggers" => this with { Triggers = Whole(name, value, MostTimes) },
        "--every" => this with { Every = Seconds(name, value, Longest) },
        "--window" => this with { Window = Whole(name, value, MostOnTheWay) },
        "--dashboards" => this with { Dashboards = Whole(name, value, MostDashboards) },
        "--pages" => this with { Pages = Whole(name, value, MostPages) },
        "--clips" => this with { Clips = Whole(name, value, MostTimes) },
        "--megabytes" => this with { Megabytes = Whole(name, value, MostMegabytes) },
        "--of" => this with { Of = Kind(name, value) },
        "--rate" => this with { Rate = Whole(name, value, MostTimes) },
        "--seconds" => this with { Length = Seconds(name, value, Longest) },
        "--warm-up" => this with { WarmUp = SecondsOrNone(name, value, Longest) },
        "--hold-down" => this with { HoldDown = SecondsOrNone(name, value, LongestHoldDown) },
        "--settle" => this with { Settle = SecondsOrNone(name, value, Longest) },
        "--seed" => this with { Seed = Whole(name, value, int.MaxValue) },
        "--plot" => this with { Plot = value },
        "--json" => this with { Json = value },
        "--set" => this with { Settings = [.. Settings, Setting(name, value)] },
        _ => throw new FormatException($"{name}: no such option"),
    };

    private static int Whole(string name, string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? number
            : throw Refused(name, value, string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {most:#,0}"));

    /// <summary>More than none.</summary>
    private static TimeSpan Seconds(string name, string value, TimeSpan longest)
    {
        var number = Number(name, value, longest);
        return number > 0 ? TimeSpan.FromSeconds(number) : throw Refused(name, value, "more than 0");
    }

    private static TimeSpan SecondsOrNone(string name, string value, TimeSpan longest)
    {
        var number = Number(name, value, longest);
        return number >= 0 ? TimeSpan.FromSeconds(number) : throw Refused(name, value, "0 or more");
    }

    private static double Number(string name, string value, TimeSpan longest)
    {
        if (!double.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || double.IsNaN(number))
            throw Refused(name, value, "a number of seconds, as 60 or 0.5");

        return number <= longest.TotalSeconds ? number : throw Refused(name, value, string.Create(CultureInfo.InvariantCulture, $"at most {longest.TotalSeconds:#,0} seconds"));
    }

    private static MessageKind Kind(string name, string value) =>
        Enum.TryParse<MessageKind>(value, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : throw Refused(name, value, "motions or minutes");

    private static (string Key, string Value) Setting(string name, string value) =>
        value.Split('=', 2) is [{ Length: > 0 } key, var to] ? (key, to) : throw Refused(name, value, "KEY=VALUE");

    private static FormatException Refused(string name, string value, string rule) => new($"{name} is '{value}', but must be {rule}");
}
