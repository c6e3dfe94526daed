using Mihari.Silo.Notifications;
using Mihari.Silo.Presence;
using Mihari.Silo.Recordings;
using Mihari.Silo.Reports;

namespace Mihari.Silo.Sweeps;

/// <summary>What visits grains that nobody else wakes; on one silo of a cluster.</summary>
internal static class SweepHosting
{
    public static void AddSweeps(this IServiceCollection services)
    {
        services.AddSingleton<SweepTurn>();
        services.AddSingleton<GrainVisits>();
        services.AddHostedService<PresenceSweep>();
        services.AddHostedService<RetentionSweep>();
        services.AddHostedService<NoticeSweep>();
        services.AddHostedService<ReportSweep>();
    }
}
