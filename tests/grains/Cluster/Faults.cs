using System.Collections.Concurrent;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Lets calls of grains fail as they would when the process dies between two of them.</summary>
public sealed class Faults : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<(string Key, string Method), int> _next = new();

    private readonly ConcurrentDictionary<(string Key, string Method), Action> _before = new();

    /// <summary>The next calls of the method at the grain with this key are not made.</summary>
    public void FailNext(string key, string method, int times = 1) => _next[(key, method)] = times;

    /// <summary>Something happens while the next call of the method at the grain with this key is on its way.</summary>
    public void BeforeNext(string key, string method, Action happens) => _before[(key, method)] = happens;

    public Task Invoke(IIncomingGrainCallContext context)
    {
        var key = (context.TargetId.Key.ToString() ?? "", context.MethodName);
        if (_before.TryRemove(key, out var happens))
            happens();

        while (_next.TryGetValue(key, out var left))
        {
            if (left <= 1 ? _next.TryRemove(new(key, left)) : _next.TryUpdate(key, left - 1, left))
                throw new InjectedFaultException();
        }

        return context.Invoke();
    }
}

/// <summary>The fault that a test asked for.</summary>
[GenerateSerializer, Alias("Mihari.Tests.InjectedFaultException")]
public sealed class InjectedFaultException() : Exception("a fault that the test asked for");
