using Mihari.Silo.Hosting;
using Mihari.Web.Accounts;
using Mihari.Web.Api;
using Mihari.Web.Branding;
using Mihari.Web.Components;
using Mihari.Web.Components.Audit;
using Mihari.Web.Components.Reports;
using Mihari.Web.Demo;
using Mihari.Web.Fleet;
using Mihari.Web.Hosting;
using Mihari.Web.Live;
using Mihari.Web.Media;
using Mihari.Web.Notifications;
using Mihari.Web.Recordings;
using Mihari.Web.Stills;
using Mihari.Web.Streams;
using Mihari.Web.Support;

namespace Mihari.Web;

/// <summary>
/// The portal, its API and its media endpoints: in the embedded profile with the silo and the device gateway beside them, in the
/// cluster profile as a client of the silos.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => EmbeddedCommands.RunAsync(args, () => StartupProblem.RunAsync(() => Build(args)));

    internal static WebApplication Build(string[] args)
    {
        // The program's own folder, wherever it is started from; what it keeps is in the data folder.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        if (ClusterOptions.IsAskedFor(builder.Configuration))
            builder.AddClusterClient();
        else
            builder.AddEmbeddedSilo();

        builder.AddWeb();
        builder.AddFirstStaff();

        var app = builder.Build();
        app.MapWeb();
        app.MapGrainDashboard();
        return app;
    }

    /// <summary>The web server's own parts; grains, media store and device gateway are the silo's.</summary>
    internal static void AddWeb(this WebApplicationBuilder builder) => builder
        .AddWebHosting()
        .AddSessions()
        .AddLiveFeeds()
        .AddFleet()
        .AddRestApi()
        .AddDashboardHub()
        .AddMedia()
        .AddStreams()
        .AddRecordings()
        .AddBrand()
        .AddPortal()
        .AddSupportDesk()
        .AddDemo();

    internal static void MapWeb(this WebApplication app)
    {
        app.UseWebHosting();
        app.UseProblems();
        app.UsePortal();
        app.UseWebSockets();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapSignInForm();
        app.MapRestApi();
        app.MapDashboardHub();
        app.MapMedia();
        app.MapStreams();
        app.MapRecordings();
        app.MapStills();
        app.MapImports();
        app.MapConsentForm();
        app.MapAuditExport();
        app.MapFleetExport();
        app.MapReportExport();
        app.MapBrand();
        app.MapPortal();
        app.MapUpkeep();
    }
}
