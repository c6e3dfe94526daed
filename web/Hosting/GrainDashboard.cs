using Mihari.Accounts;
using Orleans.Dashboard;

namespace Mihari.Web.Hosting;

/// <summary>Orleans' own dashboard, for those who run the servers: silos, grains, what they do and how long it takes.</summary>
internal static class GrainDashboard
{
    /// <summary>Where it is.</summary>
    public const string Address = "/support/cluster";

    public static WebApplication MapGrainDashboard(this WebApplication app)
    {
        app.MapOrleansDashboard(Address).RequireAuthorization(nameof(Permission.UseSupportDesk)).ExcludeFromDescription();
        return app;
    }
}
