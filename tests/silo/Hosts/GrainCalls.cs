using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Mihari.Tests.Silo.Hosts;

/// <summary>A call of the gateway to a grain.</summary>
internal sealed record GrainCall(string Key, string Method, object?[] Arguments)
{
    public T Argument<T>(int index = 0) => (T)Arguments[index]!;
}

/// <summary>Sees every call that arrives at the grain of a camera, a sensor, a stream or a ping, and can make it fail or wait.</summary>
internal sealed class GrainCalls : IIncomingGrainCallFilter
{
    private static readonly string[] Watched = ["ICameraLink", "ISensorLink", "ICameraUpkeep", "IStreamLink", "IPingLink"];

    private readonly ConcurrentQueue<GrainCall> _all = new();
    private readonly ConcurrentDictionary<(string Key, string Method), Func<Task>> _before = [];
    private readonly Lock _gate = new();
    private readonly List<(Func<GrainCall, bool> Match, TaskCompletionSource<GrainCall> Found)> _waiting = [];

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    public IReadOnlyList<GrainCall> Of(string key, string method) => [.. _all.Where(call => call.Key == key && call.Method == method)];

    /// <summary>Runs before each such call; an exception of it is the call's.</summary>
    public void Before(string key, string method, Func<Task> run) => _before[(key, method)] = run;

    public void Heal(string key, string method) => _before.TryRemove((key, method), out _);

    /// <summary>The first such call, be it past or to come.</summary>
    public Task<GrainCall> Next(string key, string method, Func<GrainCall, bool>? match = null)
    {
        bool Matches(GrainCall call) => call.Key == key && call.Method == method && (match?.Invoke(call) ?? true);
        lock (_gate)
        {
            if (_all.FirstOrDefault(Matches) is { } past)
                return Task.FromResult(past);
            var found = new TaskCompletionSource<GrainCall>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((Matches, found));
            return found.Task.WaitAsync(Patience);
        }
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (Watched.Any(name => context.InterfaceName.EndsWith(name, StringComparison.Ordinal)))
        {
            var request = context.Request;
            var arguments = Enumerable.Range(0, request.GetArgumentCount()).Select(request.GetArgument).ToArray();
            var call = new GrainCall(context.TargetId.Key.ToString()!, context.MethodName, arguments);
            if (_before.TryGetValue((call.Key, call.Method), out var before))
                await before();
            await context.Invoke();
            Record(call);
            return;
        }

        await context.Invoke();
    }

    private void Record(GrainCall call)
    {
        lock (_gate)
        {
            _all.Enqueue(call);
            foreach (var waiting in _waiting.Where(waiting => waiting.Match(call)).ToList())
            {
                waiting.Found.TrySetResult(call);
                _waiting.Remove(waiting);
            }
        }
    }
}
