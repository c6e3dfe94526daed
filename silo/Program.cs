using Mihari.Silo.Hosting;

namespace Mihari.Silo;

/// <summary>A silo of the cluster profile, with its device gateway.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => ClusterCommands.RunAsync(args, () => StartupProblem.RunAsync(() => Build(args)));

    private static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddClusterSilo();

        var app = builder.Build();
        app.MapUpkeep();
        return app;
    }
}
