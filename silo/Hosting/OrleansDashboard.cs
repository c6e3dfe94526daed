using Orleans.Dashboard;

namespace Mihari.Silo.Hosting;

/// <summary>The official dashboard's collectors; the pages are mapped by the web host, for Support.</summary>
internal static class OrleansDashboard
{
    /// <summary>Each sample walks through all that a silo knows of grains: with ten thousand cameras once a second is a burden.</summary>
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(10);

    public static ISiloBuilder AddOrleansDashboard(this ISiloBuilder silo, IConfiguration configuration)
    {
        silo.AddDashboard(Quiet);

        // It stands in the way of each call between grains, also while nobody looks at the dashboard.
        if (!configuration.GetValue($"{SiloOptions.Section}:{nameof(SiloOptions.ProfileCalls)}", defaultValue: false))
            silo.Services.Remove(silo.Services.Single(s => s.ServiceType == typeof(IIncomingGrainCallFilter) && s.ImplementationType?.Namespace == "Orleans.Dashboard.Implementation"));

        return silo;
    }

    public static IClientBuilder AddOrleansDashboard(this IClientBuilder client) => client.AddDashboard(Quiet);

    private static void Quiet(DashboardOptions options) => options.CounterUpdateIntervalMs = (int)Sampling.TotalMilliseconds;
}
