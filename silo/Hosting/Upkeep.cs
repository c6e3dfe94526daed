using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Mihari.Silo.Hosting;

/// <summary>What watches a program itself: <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
public static class Upkeep
{
    /// <summary>The tag of the checks that decide whether the program takes work.</summary>
    public const string Ready = "ready";

    public static WebApplication MapUpkeep(this WebApplication app)
    {
        // Alive is who answers at all: a check that fails would have the server restarted over somebody else's fault.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = static check => check.Tags.Contains(Ready) }).AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        return app;
    }
}
