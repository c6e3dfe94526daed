namespace Mihari.Web.Components.Forms;

/// <summary>What forms need.</summary>
internal static class FormsHosting
{
    public static IServiceCollection AddForms(this IServiceCollection services) => services
        .AddScoped<SuccessNotices>()
        .AddSingleton<RefusalTexts>()
        .AddTransient<FormRun>();
}
