using System.Diagnostics;
using System.Globalization;
using System.Net;
using Mihari.Tests.Drills.Running;
using Mihari.Tests.Fleet;

namespace Mihari.Tests.Drills.Nodes;

/// <summary>What a node does, which decides how its share of the work is counted.</summary>
internal enum NodeKind
{
    Silo,
    Web,
    Embedded,
    Membership,
    Storage,
    Mail,
}

/// <summary>One program in a process of its own, with its own folder and log; it can be killed, stopped, halted and started again.</summary>
internal sealed class Node(string name, NodeKind kind, string folder, string program, IReadOnlyList<string> arguments, Func<Task<bool>> isReady) : IAsyncDisposable
{
    private const double TicksPerSecond = 100;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private Process? _process;
    private double _cpuBefore;
    private double _cpu;

    public string Name => name;

    /// <summary>What is run by the next launch.</summary>
    public string Program { get; set; } = program;

    public NodeKind Kind => kind;

    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    public string Log => Path.Combine(folder, name + ".log");

    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Where devices connect to it; null: nowhere.</summary>
    public IPEndPoint? Gateway { get; init; }

    /// <summary>Where browsers reach it; null: nowhere.</summary>
    public Uri? Address { get; init; }

    /// <summary>What the program is started by, as <c>setpriv …</c>; it replaces itself.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];

    public bool IsRunning => _process is { HasExited: false };

    public int? ExitCode => _process is { HasExited: true } ended ? ended.ExitCode : null;

    /// <summary>Seconds of processor time over all its lives.</summary>
    public double Cpu
    {
        get
        {
            Sample();
            return _cpuBefore + _cpu;
        }
    }

    /// <summary>Starts it, and returns at once.</summary>
    public async Task Launch()
    {
        _process?.Dispose();
        string[] all = [.. Within, Program, .. arguments];
        (_cpuBefore, _cpu) = (_cpuBefore + _cpu, 0);
        _process = await Launcher.Start(all[0], all[1..], Settings, Folder, Log);
    }

    /// <summary>Waits until it takes work.</summary>
    /// <exception cref="DrillFailedException">It ended, or took too long.</exception>
    public async Task Ready(TimeSpan patience)
    {
        var from = Clock.Now;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isReady())
        {
            if (!IsRunning)
                throw new DrillFailedException($"{name} ended with code {ExitCode?.ToString(CultureInfo.InvariantCulture)} as it started; see {Log}\n{Tail()}");
            if (Clock.Now - from > patience)
                throw new DrillFailedException(string.Create(CultureInfo.InvariantCulture, $"{name} was not ready after {patience.TotalSeconds:0} s; see {Log}\n{Tail()}"));

            await timer.WaitForNextTickAsync();
        }
    }

    public async Task Start(TimeSpan patience)
    {
        await Launch();
        await Ready(patience);
    }

    /// <summary>SIGKILL; returns when the process is gone.</summary>
    public async Task Kill()
    {
        Sample();
        if (_process is not { HasExited: false } process)
            return;

        Signals.Send(process.Id, Signals.Kill);
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; how long it took to end. One that does not end is killed, and that is null.</summary>
    public async Task<TimeSpan?> Stop()
    {
        Sample();
        if (_process is not { HasExited: false } process)
            return TimeSpan.Zero;

        var from = Clock.Now;
        Signals.Send(process.Id, Signals.Terminate);
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return Clock.Now - from;
        }
        catch (OperationCanceledException)
        {
            await Kill();
            return null;
        }
    }

    /// <summary>SIGSTOP: its sockets stay open, and nobody is at home.</summary>
    public void Halt() => Signal(Signals.Stop);

    /// <summary>SIGCONT.</summary>
    public void GoOn() => Signal(Signals.Continue);

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process?.Dispose();
    }

    private void Signal(int signal)
    {
        if (_process is { HasExited: false } process)
            Signals.Send(process.Id, signal);
    }

    private void Sample()
    {
        if (_process is not { HasExited: false } process)
            return;

        try
        {
            // The name in brackets may hold blanks; after it, utime and stime are the 12th and 13th.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            _cpu = (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended just now; the sample before has to do.
        }
    }

    private string Tail() => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(15)) : "";
}
