namespace Mihari.Silo.Hosting;

/// <summary>
/// While the host starts, the exception that stops it reaches <see cref="StartupProblem"/>, which says it in one line or
/// throws it on; the host's own log would only put a stack trace before that.
/// </summary>
internal sealed class QuietStart : IHostedLifecycleService
{
    private volatile bool _isStarted;

    /// <summary>
    /// Orleans warns of two things at every start of an embedded silo: that the garbage collector is the workstation's, which
    /// is chosen here for its small heap, and that its watchdog's first check took as long as the machine is up, since the
    /// time of the check before it is zero. A silo that does not start throws, so nothing is lost by hearing of errors alone
    /// until then.
    /// </summary>
    private static readonly string[] NoisyAtStart = ["Orleans.Runtime.Silo", "Orleans.Runtime.Watchdog"];

    private bool LetsOfOrleans(LogLevel level) => level >= (_isStarted ? LogLevel.Warning : LogLevel.Error);

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
        foreach (var category in NoisyAtStart)
            builder.Logging.AddFilter(category, quiet.LetsOfOrleans);
    }
}
