using System.Diagnostics;
using System.Globalization;

namespace Mihari.Tests.System.Run;

/// <summary><c>./run</c> as a person starts it at a terminal: leader of a process group that Ctrl-C goes to.</summary>
internal sealed class RunScript : IAsyncDisposable
{
    /// <summary>It builds first where the tree has changed.</summary>
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(6);

    private readonly ProgramProcess _process;

    private RunScript(ProgramProcess process, string address) => (_process, Address) = (process, new Uri(address));

    public Uri Address { get; }

    public IReadOnlyList<string> Output => _process.Output.All;

    public IReadOnlyList<string> Errors => _process.Errors.All;

    public static async Task<RunScript> Start(string dataFolder, params string[] options)
    {
        var ports = FreePorts.Take(3).Select(port => port.ToString(CultureInfo.InvariantCulture)).ToArray();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Silo__Port"] = ports[2] };
        var process = new ProgramProcess("setsid", [Path.Combine(Tree.Root, "run"), "--data", dataFolder, "--port", ports[0], "--mqtt-port", ports[1], .. options], settings, Tree.Root);
        try
        {
            await process.Line("Ctrl-C stops it.", BuildPatience);
            return new RunScript(process, $"http://127.0.0.1:{ports[0]}/");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a line of the greeting says.</summary>
    public string Told(string label)
    {
        var line = Output.Single(one => one.Contains(label, StringComparison.Ordinal));
        return line[(line.IndexOf(label, StringComparison.Ordinal) + label.Length)..].Trim();
    }

    /// <summary>Ctrl-C; how long it took until nobody held the terminal any more.</summary>
    public async Task<TimeSpan> Interrupt(TimeSpan patience)
    {
        var since = Stopwatch.StartNew();
        Signals.Send(-_process.Id, Signals.Interrupt);
        try
        {
            await _process.Ended(patience);
        }
        catch (TimeoutException)
        {
            throw new Xunit.Sdk.XunitException($"{patience} after Ctrl-C there still run: {string.Join(", ", Group())}; standard error:\n{string.Join('\n', Errors.TakeLast(20))}");
        }

        return since.Elapsed;
    }

    /// <summary>The next line on standard error that holds a text.</summary>
    public Task<string> ErrorLine(string text, TimeSpan patience) =>
        _process.Errors.Find(line => line.Contains(text, StringComparison.Ordinal), patience, what: $"'{text}'");

    /// <summary>The next line on standard output that holds a text, after the first <paramref name="from"/>.</summary>
    public Task<string> Line(string text, TimeSpan patience, int from) => _process.Line(text, patience, from);

    /// <summary>The exit code, once it and all that hold its output are gone.</summary>
    public Task<int> Ended(TimeSpan patience) => _process.Ended(patience);

    /// <summary>SIGKILL to the one program of its group that has this name, as soon as it runs.</summary>
    public async Task Kill(string name, TimeSpan patience) => Signals.Send(await Runs(name, patience), Signals.Kill);

    /// <summary>The process of the one program of its group that has this name, as soon as it runs: the script is ready before its agents are.</summary>
    public async Task<int> Runs(string name, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            if (Members().Where(member => member.Name == name).ToList() is [var (process, _)])
                return process;

            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>SIGKILL to the script alone.</summary>
    public void KillItself() => Signals.Send(_process.Id, Signals.Kill);

    /// <summary>Who is in its process group, as names.</summary>
    public IReadOnlyList<string> Group() => [.. Members().Select(member => member.Name)];

    /// <summary>Nothing of it runs any more. A pause that a script began in the moment of the signal may outlast the script by its second.</summary>
    public async Task Gone()
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var since = Stopwatch.StartNew(); Group() is { Count: > 0 } left; await look.WaitForNextTickAsync())
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(3), $"there still run: {string.Join(", ", left)}");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private List<(int Process, string Name)> Members()
    {
        var members = new List<(int, string)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process))
                continue;

            try
            {
                // pid (name) state ppid pgrp …; the name may hold anything, so what follows is counted from its end.
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var name = stat[(stat.IndexOf('(') + 1)..stat.LastIndexOf(')')];
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[0] != "Z" && int.Parse(fields[2], CultureInfo.InvariantCulture) == _process.Id)
                    members.Add((process, name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile.
            }
        }

        return members;
    }
}
