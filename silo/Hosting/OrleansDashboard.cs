using Orleans.Dashboard;

namespace Mihari.Silo.Hosting;

/// <summary>The official dashboard's collectors; the pages are mapped by the web host, for Support.</summary>
internal static class OrleansDashboard
{
    /// <summary>Each sample walks through all that a silo knows of grains: with ten thousand cameras once a second is a burden.</summary>
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(10);

    public static ISiloBuilder AddOrleansDashboard(this ISiloBuilder silo) => silo.AddDashboard(Quiet);

    public static IClientBuilder AddOrleansDashboard(this IClientBuilder client) => client.AddDashboard(Quiet);

    private static void Quiet(DashboardOptions options) => options.CounterUpdateIntervalMs = (int)Sampling.TotalMilliseconds;
}
