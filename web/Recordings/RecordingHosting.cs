using Mihari.Accounts;
using Mihari.Silo.Hosting;

namespace Mihari.Web.Recordings;

/// <summary>Converted files: how they are made, and where they are had.</summary>
internal static class RecordingHosting
{
    public static WebApplicationBuilder AddRecordings(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<ExportOptions>(ExportOptions.Section);
        builder.Services.AddSingleton<ExportDesk>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ExportDesk>());
        builder.Services.AddSingleton<ExportDownloads>();
        return builder;
    }

    public static WebApplication MapRecordings(this WebApplication app)
    {
        app.MapGet(
                "/media/exports/{camera}/{export}",
                (string camera, string export, HttpContext context, ExportDownloads downloads) => downloads.Get(camera, export, context))
            .RequireAuthorization(nameof(Permission.ViewRecordings)).WithTags("Media").WithName("getExport").WithSummary("The MP4 of a converted file, to be saved")
            .Produces<Stream>(StatusCodes.Status200OK, "video/mp4")
            .Produces<Stream>(StatusCodes.Status206PartialContent, "video/mp4")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Produces(StatusCodes.Status416RangeNotSatisfiable);
        return app;
    }
}
