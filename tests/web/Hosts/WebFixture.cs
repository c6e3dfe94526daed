using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mihari.Media;
using Mihari.Web;
using OpenTelemetry.Metrics;

namespace Mihari.Tests.Web.Hosts;

/// <summary>The web server's own parts on a real Kestrel, with grains and media store of the test's.</summary>
public sealed class WebFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private WebFixture(FakeGrains grains, TimeProvider? time, IReadOnlyList<string> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Mihari.Web.Hosting.WebOptions).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--Web:Port=0", $"--Storage:Folder={_folder.Path}", .. settings],
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Logs);
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton(grains.Factory);
        builder.Services.AddSingleton<IMediaStore>(Media);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Mihari.*").AddPrometheusExporter());
        builder.AddWeb();
        _app = builder.Build();
        _app.MapWeb();
    }

    public MemoryMedia Media { get; } = new();

    public CapturedLogs Logs { get; } = new();

    public IServiceProvider Services => _app.Services;

    public Uri Address { get; private set; } = null!;

    public static async Task<WebFixture> Start(FakeGrains grains, TimeProvider? time = null, params string[] settings)
    {
        var fixture = new WebFixture(grains, time, settings);
        await fixture._app.StartAsync();
        var addresses = fixture._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        fixture.Address = new Uri(addresses.Addresses.Single());
        return fixture;
    }

    /// <summary>A client with cookies of its own, which does not follow redirects.</summary>
    public HttpClient Client(CookieContainer? cookies = null) => Clients.Make(Address, cookies);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
