using Mihari.Web.Accounts;
using Mihari.Web.Api;
using Mihari.Web.Components;
using Mihari.Web.Hosting;
using Mihari.Web.Live;
using Mihari.Web.Media;

namespace Mihari.Web;

/// <summary>The portal, its API and its media endpoints; in the embedded profile the silo and the device gateway with them.</summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        AddWeb(builder);

        var app = builder.Build();
        MapWeb(app);
        await app.RunAsync();
    }

    /// <summary>All of the web host's own parts; grains, media store and clock come from the silo.</summary>
    internal static void AddWeb(WebApplicationBuilder builder) => builder
        .AddWebHosting()
        .AddSessions()
        .AddLiveFeeds()
        .AddRestApi()
        .AddDashboardHub()
        .AddMedia()
        .AddPortal();

    internal static void MapWeb(WebApplication app)
    {
        app.UseProblems();
        app.UseWebHosting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapSignInForm();
        app.MapRestApi();
        app.MapDashboardHub();
        app.MapMedia();
        app.MapPortal();
    }
}
