namespace Mihari.Silo.Hosting;

/// <summary>
/// While the host starts, the exception that stops it reaches <see cref="StartupProblem"/>, which says it in one line or
/// throws it on; the host's own log would only put a stack trace before that.
/// </summary>
internal sealed class QuietStart : IHostedLifecycleService
{
    private volatile bool _isStarted;

    private bool Lets(LogLevel level) => _isStarted ? level >= LogLevel.Information : level is LogLevel.Information or LogLevel.Warning;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static void Add(WebApplicationBuilder builder)
    {
        var quiet = new QuietStart();
        builder.Services.AddHostedService(_ => quiet);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", quiet.Lets);
    }
}
