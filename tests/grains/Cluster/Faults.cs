using System.Collections.Concurrent;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Lets calls of grains fail as they would when the process dies between two of them.</summary>
public sealed class Faults : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<(string Key, string Method), bool> _next = new();

    /// <summary>The next call of the method at the grain with this key is not made.</summary>
    public void FailNext(string key, string method) => _next[(key, method)] = true;

    public Task Invoke(IIncomingGrainCallContext context)
    {
        var key = (context.TargetId.Key.ToString() ?? "", context.MethodName);
        if (_next.TryRemove(key, out _))
            throw new InjectedFaultException();

        return context.Invoke();
    }
}

/// <summary>The fault that a test asked for.</summary>
[GenerateSerializer, Alias("Mihari.Tests.InjectedFaultException")]
public sealed class InjectedFaultException() : Exception("a fault that the test asked for");
