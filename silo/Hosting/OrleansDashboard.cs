using Orleans.Dashboard;

namespace Mihari.Silo.Hosting;

/// <summary>The official dashboard's collectors; the pages are mapped by the web host, for Support.</summary>
internal static class OrleansDashboard
{
    /// <summary>Each sample walks through all that a silo knows of grains: with ten thousand cameras once a second is a burden.</summary>
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(10);

    public static ISiloBuilder AddOrleansDashboard(this ISiloBuilder silo, IConfiguration configuration)
    {
        var before = silo.Services.Count;
        silo.AddDashboard(Quiet);
        if (!configuration.GetValue($"{SiloOptions.Section}:{nameof(SiloOptions.ProfileCalls)}", defaultValue: false))
            LeaveOutWhatCostsUnwatched(silo.Services, before);

        return silo;
    }

    public static IClientBuilder AddOrleansDashboard(this IClientBuilder client) => client.AddDashboard(Quiet);

    private static void Quiet(DashboardOptions options) => options.CounterUpdateIntervalMs = (int)Sampling.TotalMilliseconds;

    /// <summary>
    /// A filter that stands in the way of each call between grains, and what begins with the silo: a reader of its meters, two of which walk
    /// through all grains, each second, whatever it is told.
    /// </summary>
    private static void LeaveOutWhatCostsUnwatched(IServiceCollection services, int from)
    {
        for (var i = services.Count - 1; i >= from; i--)
        {
            if (services[i].ServiceType == typeof(IIncomingGrainCallFilter) || services[i].ServiceType == typeof(ILifecycleParticipant<ISiloLifecycle>))
                services.RemoveAt(i);
        }
    }
}
