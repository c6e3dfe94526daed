using System.Collections.Concurrent;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Mihari.Silo.Hosting;

/// <summary>
/// What Orleans calls an interface, looked up once. By itself it reads the attributes of the interface and puts its name together anew each time that
/// a grain is asked for: a sixth of what a message of a device cost.
/// </summary>
internal sealed class GrainInterfaceTypes(IServiceProvider services) : IGrainInterfaceTypeProvider
{
    private readonly ConcurrentDictionary<Type, GrainInterfaceType> _known = new();

    /// <summary>Registers it before the ones that it spares.</summary>
    public static void Add(IServiceCollection services) => services.Insert(0, ServiceDescriptor.Singleton<IGrainInterfaceTypeProvider, GrainInterfaceTypes>());

    public bool TryGetGrainInterfaceType(Type type, out GrainInterfaceType grainInterfaceType)
    {
        if (!_known.TryGetValue(type, out grainInterfaceType))
            _known[type] = grainInterfaceType = Find(type);

        return true;
    }

    private GrainInterfaceType Find(Type type)
    {
        foreach (var provider in services.GetServices<IGrainInterfaceTypeProvider>())
        {
            if (provider != this && provider.TryGetGrainInterfaceType(type, out var said))
                return said;
        }

        return services.GetRequiredService<GrainInterfaceTypeResolver>().GetGrainInterfaceTypeByConvention(type);
    }
}
