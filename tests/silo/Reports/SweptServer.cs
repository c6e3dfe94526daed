using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mihari.Grains.Reports;
using Mihari.Silo.Reports;
using Mihari.Silo.Sweeps;
using Mihari.Storage.GrainState;
using Mihari.Tests.Silo.Hosts;
using Orleans.Runtime;

namespace Mihari.Tests.Silo.Reports;

/// <summary>A server's sweep over buildings that only note that they were visited, by a clock that moves when a test says so.</summary>
internal sealed class SweptServer : IGrainStateIndex, IAsyncDisposable
{
    private static readonly SiloAddress Here = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_111), 2);

    private readonly Channel<string> _visits = Channel.CreateUnbounded<string>();
    private readonly Channel<int> _ticks = Channel.CreateUnbounded<int>();
    private readonly ReportSweep _sweep;
    private int _ticked;

    public SweptServer(WaitedClock? clock = null, SiloAddress? other = null)
    {
        Clock = clock ?? new WaitedClock();
        var turn = new SweepTurn(
            Answering<ISiloStatusOracle>.With((method, _) => method.Name switch
            {
                nameof(ISiloStatusOracle.GetApproximateSiloStatuses) => new[] { Here, other ?? Here }.Distinct().ToDictionary(silo => silo, _ => SiloStatus.Active),
                _ => true,
            }),
            Answering<ILocalSiloDetails>.With((_, _) => Here));
        var grains = Answering<IGrainFactory>.With((method, arguments) => method.GetGenericArguments()[0] == typeof(IReportUpkeep)
            ? Answering<IReportUpkeep>.With((_, _) => Visited((string)arguments[0]!))
            : Answering<IServiceWatch>.With((_, _) => Ticked()));
        _sweep = new ReportSweep(new GrainVisits(this, NullLogger<GrainVisits>.Instance), grains, turn, Clock, new LogOf<ReportSweep>(Log.CreateLogger(typeof(ReportSweep).FullName!)));
    }

    public WaitedClock Clock { get; }

    public LogLines Log { get; } = new();

    /// <summary>Those that have a state.</summary>
    public ConcurrentQueue<string> Buildings { get; } = new(["b1", "b2", "b3"]);

    /// <summary>What a visit does; nothing at first.</summary>
    public Func<string, Task> Visit { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What a tick does; nothing at first.</summary>
    public Func<Task> Tick { get; set; } = static () => Task.CompletedTask;

    public int Ticks => Volatile.Read(ref _ticked);

    /// <summary>Starts it, and waits until it waits for its first tick.</summary>
    public async Task Start()
    {
        await _sweep.StartAsync(CancellationToken.None);
        await Clock.Wait(TimeSpan.FromSeconds(5));
    }

    /// <summary>Goes to the first visits.</summary>
    public async Task Begin()
    {
        await Start();
        Clock.Advance(TimeSpan.FromSeconds(5));
        await Clock.Wait(TimeSpan.FromMinutes(3));
        Clock.Advance(TimeSpan.FromMinutes(3));
    }

    /// <summary>Goes on to the next visits, once these are over.</summary>
    public async Task GoOn()
    {
        await Clock.Wait(TimeSpan.FromHours(1));
        Clock.Advance(TimeSpan.FromHours(1));
    }

    public Task Stop() => _sweep.StopAsync(CancellationToken.None);

    /// <summary>The next so many visits, in their order.</summary>
    public async Task<IReadOnlyList<string>> Visits(int count)
    {
        using var patience = new CancellationTokenSource(GrainCalls.Patience);
        var visits = new List<string>();
        while (visits.Count < count)
            visits.Add(await _visits.Reader.ReadAsync(patience.Token));

        return visits;
    }

    /// <summary>Visits that nobody has waited for.</summary>
    public IReadOnlyList<string> MoreVisits()
    {
        var visits = new List<string>();
        while (_visits.Reader.TryRead(out var visit))
            visits.Add(visit);

        return visits;
    }

    /// <summary>The next tick.</summary>
    public Task NextTick() => _ticks.Reader.ReadAsync().AsTask().WaitAsync(GrainCalls.Patience);

    public async IAsyncEnumerable<string> Keys(string stateName, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        Assert.Equal("building", stateName);
        foreach (var building in Buildings)
        {
            cancel.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return building;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Where a test has failed, a visit may never end.
        using var patience = new CancellationTokenSource(GrainCalls.Patience);
        await _sweep.StopAsync(patience.Token);
        _sweep.Dispose();
    }

    /// <summary>It is told when it has begun, whatever becomes of it: what a test then says of the next ones is not yet this one's.</summary>
    private Task Visited(string building)
    {
        try
        {
            return Visit(building);
        }
        finally
        {
            _visits.Writer.TryWrite(building);
        }
    }

    private Task Ticked()
    {
        Interlocked.Increment(ref _ticked);
        try
        {
            return Tick();
        }
        finally
        {
            _ticks.Writer.TryWrite(0);
        }
    }

    private sealed class LogOf<T>(ILogger log) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Log(logLevel, eventId, state, exception, formatter);
    }
}

/// <summary>A clock that stands still until told, and tells who waits for it.</summary>
internal sealed class WaitedClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Waits until somebody waits for so long; those who wait for something else are passed over.</summary>
    public async Task Wait(TimeSpan time)
    {
        using var patience = new CancellationTokenSource(GrainCalls.Patience);
        while (await _waits.Reader.ReadAsync(patience.Token) != time)
        {
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
            _waits.Writer.TryWrite(dueTime);

        return timer;
    }
}

/// <summary>Answers all calls of an interface by a function.</summary>
internal class Answering<T> : DispatchProxy
    where T : class
{
    private Func<MethodInfo, object?[], object?> _answer = static (_, _) => null;

    public static T With(Func<MethodInfo, object?[], object?> answer)
    {
        var proxy = Create<T, Answering<T>>();
        ((Answering<T>)(object)proxy)._answer = answer;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, args ?? []);
}
