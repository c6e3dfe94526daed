using System.Collections.Concurrent;
using System.Reflection;
using Orleans;

namespace Mihari.Tests.Web.Hosts;

/// <summary>A grain factory that hands out what was put into it; asking for anything else fails the test.</summary>
public sealed class FakeGrains
{
    private readonly ConcurrentDictionary<(Type, string), object> _grains = new();
    private readonly ConcurrentDictionary<Type, Func<string, object>> _others = new();

    public FakeGrains()
    {
        Factory = DispatchProxy.Create<IGrainFactory, Proxy>();
        ((Proxy)(object)Factory).Owner = this;
    }

    public IGrainFactory Factory { get; }

    /// <summary>Observers that were taken back.</summary>
    public ConcurrentBag<object> Deleted { get; } = [];

    public FakeGrains Put<T>(string key, T grain)
        where T : class, IGrainWithStringKey
    {
        _grains[(typeof(T), key)] = grain;
        return this;
    }

    /// <summary>What keys get that were not put.</summary>
    public FakeGrains PutOthers<T>(Func<string, T> make)
        where T : class, IGrainWithStringKey
    {
        _others[typeof(T)] = make;
        return this;
    }

    private object Get(Type type, string key) =>
        _grains.TryGetValue((type, key), out var grain) ? grain
        : _others.TryGetValue(type, out var make) ? make(key)
        : throw new InvalidOperationException($"no {type.Name} {key} in this test");

#pragma warning disable CA1852 // A proxy's class is derived from.
    public class Proxy : DispatchProxy
#pragma warning restore CA1852
    {
        internal FakeGrains Owner { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IGrainFactory.GetGrain) when args is [string key, ..] => Owner.Get(targetMethod.GetGenericArguments()[0], key),
            nameof(IGrainFactory.CreateObjectReference) => args![0],
            nameof(IGrainFactory.DeleteObjectReference) => Delete(args![0]!),
            _ => throw new NotSupportedException(targetMethod.Name),
        };

        private object? Delete(object reference)
        {
            Owner.Deleted.Add(reference);
            return null;
        }
    }
}
