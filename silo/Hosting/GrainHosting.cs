using Mihari.Grains.Accounts;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Notifications;
using Mihari.Grains.Reports;
using Mihari.Grains.Timeline;

namespace Mihari.Silo.Hosting;

/// <summary>What every program that runs grains has.</summary>
internal static class GrainHosting
{
    /// <summary>Sections that are bound where they are used; here is where a wrong value or key in them is told.</summary>
    public static void CheckGrainOptions(this IServiceCollection services)
    {
        services.AddOptionsCheck<CaptureOptions>(CaptureOptions.Section);
        services.AddOptionsCheck<PresenceOptions>(PresenceOptions.Section);
        services.AddOptionsCheck<NotificationOptions>(NotificationOptions.Section);
        services.AddOptionsCheck<HistoryOptions>(HistoryOptions.Section);
        services.AddOptionsCheck<ReportOptions>(ReportOptions.Section);
        services.AddOptionsCheck<PasswordOptions>(PasswordOptions.Section);
    }
}
